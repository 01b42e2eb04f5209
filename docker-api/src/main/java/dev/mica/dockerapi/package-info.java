/**
 * The Docker Engine API before {@code engine}, its client side, and the daemon that is both.
 *
 * <p>{@link dev.mica.dockerapi.Daemon} reads its settings ({@code DaemonSettings}, {@code
 * ConfigFile}), opens an engine and serves it. A connection comes from a {@code UnixListener}, is
 * parsed by Helidon and leaves it again in {@code ApiRouting}: {@code ApiRoutes} finds the handler,
 * which works with an {@code Exchange} and answers with an {@code Answer}. Docker takes a
 * connection over in the middle of HTTP, so the answers and all that follows a head are written
 * here.
 *
 * <p>Bodies come as the records of {@code engine}; {@code GoStruct} checks them first as Go's
 * decoder would and in its words. What goes out is in records named {@code …Answer}, and {@code
 * ApiVersion} says what depends on the version that was asked for. {@code NotServed} names what is
 * not served.
 *
 * <p>{@link dev.mica.dockerapi.DockerClient} is the other side, for {@code cli}.
 */
@NullMarked
package dev.mica.dockerapi;

import org.jspecify.annotations.NullMarked;
