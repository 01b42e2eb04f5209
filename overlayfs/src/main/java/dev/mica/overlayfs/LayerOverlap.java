package dev.mica.overlayfs;

import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import dev.mica.overlayfs.OverlayMount.MountException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Layers that lie in one another, or are one: what is written to the upper would change a lower
 * below the mount, and what clears the workdir would clear a layer. The kernel refuses them too.
 */
final class LayerOverlap {
    private final Linux linux;
    private final List<Fd> directories = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Identity, String> known = new HashMap<>();

    /** Directories that lie in none of them: layers mostly have their parents in common. */
    private final Set<Identity> clear = new HashSet<>();

    private record Identity(long dev, long ino) {}

    LayerOverlap(Linux linux) {
        this.linux = linux;
    }

    /**
     * One more of them.
     *
     * @param option the option and the path, for the message
     */
    void add(String option, Fd directory) {
        String other = known.putIfAbsent(identity(directory.number()), option);
        if (other != null) {
            throw new MountException("option " + option + " is the same directory as " + other);
        }
        directories.add(directory);
        names.add(option);
    }

    private Identity identity(int fd) {
        Statx stat = linux.fstat(fd);
        return new Identity(stat.dev(), stat.ino());
    }

    /** Refuses the first that lies in another. */
    void check() {
        for (int i = 0; i < directories.size(); i++) {
            String outer = above(directories.get(i).number());
            if (outer != null) {
                throw new MountException("option " + names.get(i) + " lies in " + outer);
            }
        }
    }

    /** Which of them a directory lies in. */
    private @Nullable String above(int directory) {
        Identity at = identity(directory);
        Fd current = null;
        try {
            while (true) {
                int from = current == null ? directory : current.number();
                int fd = linux.openat(from, "..", Flags.O_PATH | Flags.O_DIRECTORY, 0);
                if (current != null) {
                    current.close();
                }
                if (fd < 0) {
                    current = null;
                    return null; // nobody may look further up
                }
                current = new Fd(linux, fd);
                Identity parent = identity(fd);
                String found = parent.equals(at) ? null : known.get(parent);
                if (found != null || !clear.add(parent)) {
                    return found; // the root is its own parent
                }
                at = parent;
            }
        } finally {
            if (current != null) {
                current.close();
            }
        }
    }
}
