/**
 * Containers, and what a client can ask about them and about images, networks and volumes: {@link
 * dev.mica.engine.Engine} is the door, and its parts ({@link dev.mica.engine.Containers}, {@link
 * dev.mica.engine.Execs}, {@link dev.mica.engine.Images} and so on) are interfaces that {@code
 * docker-api} serves.
 *
 * <p>Behind each stands a {@code Local…} that is little more than a list of what there is:
 *
 * <ul>
 *   <li>Containers are {@code LiveContainer}s in the {@code ContainerIndex}. {@code
 *       ContainerMaking} makes one, {@code ContainerLife} starts, ends and removes it with the help
 *       of {@code ContainerStart}, {@code ContainerSpecs} and {@code ContainerRemains}; {@code
 *       ContainerRecovery} finds those of an earlier engine.
 *   <li>Images are {@code storage}'s; {@code ImageNames} finds them by what people call them,
 *       {@code ImageViews} shows them, {@code ImageRemoval}, {@code ImageMaking}, {@code
 *       ImageArchives} and {@code ImagePull} do what their names say.
 *   <li>{@code SpecBuilder} and the {@code Spec…} classes write the OCI specification, {@code
 *       SeccompProfile}, {@code Capabilities} and {@code AppArmor} what confines.
 *   <li>{@code Conmon} and {@code Runc} are the programs that run it; what runc would do by another
 *       process is done here where that is as safe ({@code ExecFifo}, {@code Cgroup}).
 *   <li>{@code ConmonLog} turns what conmon writes into Docker's json-file, {@code ContainerLog}
 *       reads it.
 * </ul>
 *
 * <p>A container's state changes under its lock. A start or a stop may hold that for long; who only
 * looks does not take it. Errors are {@link dev.mica.engine.EngineException}s with moby's kinds and
 * words.
 */
@NullMarked
package dev.mica.engine;

import org.jspecify.annotations.NullMarked;
