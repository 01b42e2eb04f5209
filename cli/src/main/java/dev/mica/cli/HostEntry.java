package dev.mica.cli;

import dev.mica.linux.Linux;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A member of a layer that is made from the host. */
sealed interface HostEntry {

    /** The xattr that holds a file's capabilities. */
    String CAPABILITY = "security.capability";

    /** A folder. Its time is not the host's, which changes with whatever else is put there. */
    record Folder(int mode, int uid, int gid) implements HostEntry {}

    /** A symbolic link, owned by root. */
    record Link(String target) implements HostEntry {}

    /**
     * A file of the host.
     *
     * @param source where its content is
     */
    record HostFile(Path source, int mode, int uid, int gid, long size, Instant modified)
            implements HostEntry {

        /** The file capabilities, as those of {@code ping}. */
        Optional<byte[]> capability() {
            Linux linux = Linux.system();
            return Optional.ofNullable(
                    linux.getxattr(dev.mica.linux.Flags.AT_FDCWD, source.toString(), CAPABILITY));
        }
    }

    /** A file that is written here, owned by root. */
    record Written(String content, int mode) implements HostEntry {}
}
