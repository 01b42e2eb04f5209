package dev.mica.cli;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.linux.Statx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks a path up in layers from the top, as OverlayFS does: the first that holds it is seen, a
 * whiteout hides what is below, directories are merged until one is opaque.
 */
final class LayerLookup {

    private static final String OPAQUE = "trusted.overlay.opaque";

    private LayerLookup() {}

    /**
     * What a layer says of a path.
     *
     * @param what the kind of entry, or empty if the layer says nothing
     * @param seen whether it is part of what the container sees
     */
    record Found(String what, boolean seen) {
        @Override
        public String toString() {
            return seen
                    ? what + ", seen"
                    : what.startsWith("whiteout")
                            ? what + ", hides what is below"
                            : what + ", hidden";
        }
    }

    /** What one layer holds, and whether the path ends there for those below. */
    private record Held(String what, boolean visible, boolean hidesLower) {}

    private static final Held NOTHING = new Held("", false, false);

    /**
     * What each layer says of a path, in the order of the layers.
     *
     * @param path in the container; symbolic links on its way are not followed
     * @throws CommandException where a layer cannot be read
     */
    static List<Found> find(Path path, List<StackedLayer> layers) {
        List<Found> found = new ArrayList<>();
        boolean hidden = false;
        for (StackedLayer layer : layers) {
            Held held = held(path, layer.directory());
            found.add(new Found(held.what(), held.visible() && !hidden));
            hidden |= held.hidesLower();
        }
        return found;
    }

    private static Held held(Path path, Path directory) {
        List<String> names = new ArrayList<>();
        path.normalize().forEach(name -> names.add(name.toString()));
        try (Directory top = Directory.open(Linux.system(), directory.toString())) {
            return names.isEmpty() || names.getFirst().isEmpty()
                    ? new Held("directory", true, false)
                    : held(top, names, false);
        } catch (ErrnoException e) {
            throw new CommandException(
                    "cannot look into " + directory + ": " + e.getMessage(), 1, e);
        }
    }

    /**
     * @param opaque whether a directory above is, so that nothing below this layer is seen
     */
    private static Held held(Directory in, List<String> names, boolean opaque) {
        String name = names.getFirst();
        boolean last = names.size() == 1;
        Optional<Statx> entry = in.find(name);
        if (entry.isEmpty()) {
            return opaque ? new Held("", false, true) : NOTHING;
        }
        Statx stat = entry.get();
        if (stat.isWhiteout()) {
            return new Held(last ? "whiteout" : "whiteout of " + name, false, true);
        }
        if (!stat.isDirectory()) {
            return last
                    ? new Held(stat.isSymbolicLink() ? "link" : "file", true, true)
                    : new Held(name + " is no directory", false, true);
        }
        boolean opaqueHere = opaque || isOpaque(in, name);
        if (last) {
            return new Held(opaqueHere ? "opaque directory" : "directory", true, opaqueHere);
        }
        try (Directory next = in.directory(name)) {
            return held(next, names.subList(1, names.size()), opaqueHere);
        }
    }

    private static boolean isOpaque(Directory in, String name) {
        byte @Nullable [] value = in.xattr(name, OPAQUE);
        return value != null && new String(value, StandardCharsets.US_ASCII).equals("y");
    }
}
