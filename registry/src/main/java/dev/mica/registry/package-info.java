/**
 * Images in registries, by the distribution protocol: whom to ask, who we are, and bytes that are
 * what they were said to be.
 *
 * <p>{@link dev.mica.registry.RegistryClient} gives a {@link dev.mica.registry.RemoteRepository},
 * which resolves a name and a platform to a {@link dev.mica.registry.ResolvedImage}, whose layers
 * are read as streams. Below that, {@code Sessions} tries the endpoints of a registry in their
 * order (mirrors, then itself), a {@code Session} sends requests to one, and {@code Authorizer} and
 * {@code TokenServer} get what lets them pass. {@code Transport} follows redirects, keeps
 * credentials from other hosts and obeys proxies; {@code Trust} says whom to believe over TLS.
 * {@code BlobDownload} goes on where a connection broke, and {@code BlobCheck} lets nothing end
 * that has another size or digest.
 *
 * <p>A registry is believed nothing: answers are bounded in size and time ({@code Limits}), and
 * what is wrong is a {@link dev.mica.registry.RegistryException} that names both values, in Go's
 * words where dockerd has them ({@code NetworkWords}, {@code ErrorAnswer}).
 */
@NullMarked
package dev.mica.registry;

import org.jspecify.annotations.NullMarked;
