package dev.mica.storage.overlay2;

import dev.mica.storage.StorageException;
import dev.mica.storage.spi.MountSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The mount of a layer, in Docker's words: absolute names, or, where the kernel's one page of
 * options would not take those, names relative to the driver's home.
 *
 * @param home the driver's home
 * @param prefix {@code index=off,} and {@code userxattr,}, where they apply
 * @param pageSize the kernel's
 */
record MountOptions(Path home, String prefix, int pageSize) {

    /**
     * @param lower the layer's {@code lower}
     * @param readOnly whether another layer stands on this one
     */
    MountSpec mount(String id, String lower, boolean readOnly) {
        Path merged = home.resolve(id).resolve(Overlay2Home.MERGED);
        String above = home + "/";
        String absolute = options(above + id, above + lower.replace(":", ":" + above), readOnly);
        if (fits(absolute) && !needsEscape(above)) {
            return new MountSpec.Mount("overlay", "overlay", merged, absolute, Optional.empty());
        }
        String relative = options(id, lower, readOnly);
        if (!fits(relative)) {
            throw new StorageException(
                    "cannot mount layer, mount label too large " + relative.length());
        }
        return new MountSpec.Mount("overlay", "overlay", merged, relative, Optional.of(home));
    }

    private String options(String layer, String lowers, boolean readOnly) {
        String diff = layer + "/" + Overlay2Home.DIFF;
        return readOnly
                ? prefix + "lowerdir=" + diff + ":" + lowers
                : prefix
                        + "lowerdir="
                        + lowers
                        + ",upperdir="
                        + diff
                        + ",workdir="
                        + layer
                        + "/"
                        + Overlay2Home.WORK;
    }

    private boolean fits(String options) {
        return options.getBytes(StandardCharsets.UTF_8).length <= pageSize - 1;
    }

    /** Characters that mean something in the options; a home with one is only named relatively. */
    private static boolean needsEscape(String path) {
        return path.indexOf(':') >= 0 || path.indexOf(',') >= 0 || path.indexOf('\\') >= 0;
    }
}
