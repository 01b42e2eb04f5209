package dev.mica.storage.overlay2;

import dev.mica.linux.Directory;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import dev.mica.storage.spi.Change;
import dev.mica.storage.spi.Change.Kind;
import dev.mica.storage.spi.StatDifference;
import dev.mica.storage.spi.Whiteouts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists what a layer changed by walking its own directory alone and looking each name up in the
 * layers below: the answer is what comparing the two merged trees gives, at the cost of the changes
 * and not of the image.
 */
final class UpperChanges implements TreeVisitor {

    /** A directory on the way down. */
    private static final class Level {
        final String path;
        final int[] lowers;
        final boolean listed;
        final @Nullable Set<String> kept;
        boolean changedBelow;

        /**
         * @param lowers the layers that have a directory here as well
         * @param listed whether the directory itself is in the list already
         * @param opaque whether what the lowers have here is gone unless it is here again
         */
        Level(String path, int[] lowers, boolean listed, boolean opaque) {
            this.path = path;
            this.lowers = lowers;
            this.listed = listed;
            this.kept = opaque && lowers.length > 0 ? new HashSet<>() : null;
        }
    }

    private static final int[] NONE = {};

    private final LowerLayers lowers;
    private final Whiteouts whiteouts;
    private final List<Change> changes = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();

    private UpperChanges(LowerLayers lowers, Whiteouts whiteouts) {
        this.lowers = lowers;
        this.whiteouts = whiteouts;
    }

    /** The changes, sorted by path. */
    static List<Change> of(Directory upper, LowerLayers lowers, Whiteouts whiteouts) {
        UpperChanges walk = new UpperChanges(lowers, whiteouts);
        walk.levels.add(new Level("", lowers.atRoot(), true, false));
        upper.walk(walk);
        walk.leave(upper, "");
        walk.changes.sort(Comparator.comparing(Change::path));
        return walk.changes;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        Level level = levels.getLast();
        LowerLayers.Found below = lowers.find(level.lowers, path);
        if (whiteouts.isWhiteout(stat)) {
            // in an opaque directory all that is not kept is listed when it is left
            if (below != null && level.kept == null) {
                list(level, path, Kind.DELETE);
            }
            return false;
        }
        if (level.kept != null) {
            level.kept.add(name);
        }
        boolean directory = stat.isDirectory();
        if (below == null) {
            list(level, path, Kind.ADD);
            if (directory) {
                levels.add(new Level(path, NONE, true, false));
            }
            return directory;
        }
        boolean differs =
                StatDifference.differs(below.stat(), stat)
                        || (stat.isRegular() && !sameCapability(below, parent, path, name));
        if (differs) {
            list(level, path, Kind.MODIFY);
        }
        if (directory) {
            boolean opaque = below.isDirectory() && whiteouts.isOpaque(parent.fd(), name);
            levels.add(new Level(path, below.directories(), differs, opaque));
        }
        return directory;
    }

    private boolean sameCapability(
            LowerLayers.Found below, Directory parent, String path, String name) {
        return Arrays.equals(
                parent.xattr(name, StatDifference.CAPABILITY),
                lowers.xattr(below, path, StatDifference.CAPABILITY));
    }

    private void list(Level level, String path, Kind kind) {
        level.changedBelow = true;
        changes.add(new Change("/" + path, kind));
    }

    @Override
    public void leave(Directory directory, String path) {
        Level level = levels.removeLast();
        if (level.kept != null) {
            for (String name : lowers.names(level.lowers, path)) {
                if (!level.kept.contains(name)) {
                    list(level, path.isEmpty() ? name : path + "/" + name, Kind.DELETE);
                }
            }
        }
        if (level.changedBelow && !levels.isEmpty()) {
            if (!level.listed) {
                changes.add(new Change("/" + level.path, Kind.MODIFY));
            }
            levels.getLast().changedBelow = true;
        }
    }
}
