package dev.mica.storage.spi;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How to make a layer visible together with its ancestors: a mount that the caller makes, or a
 * directory that already is what it should be.
 *
 * <p>A driver returns this instead of mounting, so that it is testable without privileges and so
 * that the one who mounts decides in which namespace.
 */
public sealed interface MountSpec {

    /** Where the tree is seen, once mounted where a mount is needed. */
    Path root();

    /**
     * Nothing to mount: the directory is the whole tree (a layer without a parent).
     *
     * @param root the directory
     */
    record Directory(Path root) implements MountSpec {}

    /**
     * A {@code mount(2)} call.
     *
     * @param type the file system type, {@code overlay}
     * @param source what {@code /proc/mounts} shows first
     * @param root the mount point, absolute; it exists
     * @param options the data argument
     * @param from the directory that relative names in {@code options} begin at: the call must be
     *     made by a thread whose working directory that is. Used where absolute names would not fit
     *     the one page the kernel reads.
     */
    record Mount(String type, String source, Path root, String options, Optional<Path> from)
            implements MountSpec {}
}
