package dev.mica.storage.overlay2;

import dev.mica.storage.spi.DriverException;
import dev.mica.storage.spi.DriverException.Reason;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The driver's {@code --storage-opt}s.
 *
 * @param size the limit a container gets by default, in bytes; 0 for none
 */
record Overlay2Options(long size) {
    private static final System.Logger LOG = System.getLogger(Overlay2Options.class.getName());
    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    /**
     * @throws DriverException with Docker's words
     */
    static Overlay2Options parse(List<String> options) {
        long size = 0;
        for (String option : options) {
            int equals = option.indexOf('=');
            if (equals < 0) {
                throw fatal("Unable to parse key/value option: " + option);
            }
            String key = option.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            String value = option.substring(equals + 1).strip();
            switch (key) {
                case "overlay2.override_kernel_check" -> checkBoolean(value);
                case "overlay2.size" -> size = ByteSize.parse(value);
                default -> throw fatal("overlay2: unknown option " + key);
            }
        }
        return new Overlay2Options(size);
    }

    private static void checkBoolean(String value) {
        if (!TRUE.contains(value) && !FALSE.contains(value)) {
            throw fatal("strconv.ParseBool: parsing \"" + value + "\": invalid syntax");
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "DEPRECATED: the overlay2.override_kernel_check option is ignored: what the kernel"
                        + " can do is tried, not guessed from its version");
    }

    /** Refuses a limit that cannot be kept here. */
    void check(String backingFileSystem) {
        if (size == 0) {
            return;
        }
        if (!backingFileSystem.equals("xfs")) {
            throw fatal(
                    "Storage Option overlay2.size only supported for backingFS XFS. Found "
                            + backingFileSystem);
        }
        throw fatal(
                "Storage option overlay2.size not supported. Filesystem does not support Project"
                        + " Quota: Mica sets no project quotas");
    }

    private static DriverException fatal(String message) {
        return new DriverException(Reason.FATAL, message);
    }
}
