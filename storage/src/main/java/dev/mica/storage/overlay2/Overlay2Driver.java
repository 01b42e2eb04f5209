package dev.mica.storage.overlay2;

import dev.mica.archive.TarReader;
import dev.mica.archive.TarWriter;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.linux.Root;
import dev.mica.storage.StorageException;
import dev.mica.storage.spi.Change;
import dev.mica.storage.spi.DiffDirectory;
import dev.mica.storage.spi.DirectorySize;
import dev.mica.storage.spi.DriverContext;
import dev.mica.storage.spi.LateParent;
import dev.mica.storage.spi.MountSpec;
import dev.mica.storage.spi.OverlayWhiteouts;
import dev.mica.storage.spi.StatusRow;
import dev.mica.storage.spi.StorageDriver;
import dev.mica.storage.spi.TreeComparison;
import dev.mica.storage.spi.TreePacker;
import dev.mica.storage.spi.TreeUnpacker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The driver proper: what it keeps on disk is {@link Overlay2Home}'s, how it mounts {@link
 * MountOptions}'s. Thread-safe for different layers, as the contract has it.
 */
final class Overlay2Driver implements StorageDriver, LateParent, DiffDirectory {
    /** As many links as one page of mount options takes, relative to the home. */
    private static final int MAX_LOWERS = 128;

    private static final int PAGE_SIZE = 4096;

    private final DriverContext context;
    private final Linux linux;
    private final Overlay2Home home;
    private final KernelSupport support;
    private final OverlayWhiteouts whiteouts;
    private final MountOptions mountOptions;
    private final ReentrantLock probing = new ReentrantLock();
    private @Nullable Boolean nativeDiff;

    Overlay2Driver(DriverContext context, Overlay2Home home, KernelSupport support) {
        this.context = context;
        this.linux = context.linux();
        this.home = home;
        this.support = support;
        this.whiteouts = new OverlayWhiteouts(linux, support.userXattr());
        this.mountOptions = new MountOptions(home.path(), support.prefix(), PAGE_SIZE);
    }

    @Override
    public String name() {
        return Overlay2Provider.NAME;
    }

    @Override
    public Path home() {
        return home.path();
    }

    @Override
    public void create(String id, @Nullable String parent) {
        Optional<String> lower = Optional.ofNullable(parent).map(this::lowerOn);
        try {
            home.make(checked(id));
            if (parent != null) {
                home.putOn(id, parent, lower.orElseThrow());
            }
        } catch (RuntimeException e) {
            removeQuietly(id, e);
            throw e;
        }
    }

    @Override
    public void createReadWrite(String id, @Nullable String parent, Map<String, String> options) {
        for (String key : options.keySet()) {
            if (!key.equalsIgnoreCase("size")) {
                throw new StorageException("unknown option " + key);
            }
        }
        if (!options.isEmpty()) {
            throw new StorageException(
                    "--storage-opt is supported only for overlay over xfs with 'pquota' mount"
                            + " option");
        }
        create(id, parent);
    }

    @Override
    public void putOn(String id, String parent) {
        home.putOn(checked(id), checked(parent), lowerOn(parent));
    }

    /** What {@code lower} says of a layer put on {@code parent}. */
    private String lowerOn(String parent) {
        String link = Overlay2Home.LINKS + "/" + home.link(checked(parent));
        String lower = home.lower(parent).map(below -> link + ":" + below).orElse(link);
        if (lower.split(":", -1).length > MAX_LOWERS) {
            throw new StorageException("max depth exceeded");
        }
        return lower;
    }

    private void removeQuietly(String id, RuntimeException because) {
        try {
            home.remove(id);
        } catch (RuntimeException e) {
            because.addSuppressed(e);
        }
    }

    /** Ids become names of directories; none of ours is anything else. */
    private static String checked(String id) {
        if (id.isEmpty() || id.startsWith(".") || id.indexOf('/') >= 0 || id.equals("l")) {
            throw new StorageException("not a layer's id: " + id);
        }
        return id;
    }

    @Override
    public boolean exists(String id) {
        return home.exists(checked(id));
    }

    @Override
    public MountSpec get(String id) {
        Optional<String> lower = home.lower(checked(id));
        if (lower.isEmpty()) {
            return new MountSpec.Directory(home.diff(id));
        }
        MountSpec mount = mountOptions.mount(id, lower.get(), home.isCommitted(id));
        home.makeMerged(id);
        return mount;
    }

    @Override
    public void put(String id) {
        home.removeMerged(checked(id));
    }

    @Override
    public void remove(String id) {
        home.remove(checked(id));
    }

    @Override
    public long applyDiff(String id, @Nullable String parent, TarReader diff) {
        try (Root root = new Root(home.openDiff(checked(id)), Root.Links.WITHIN)) {
            return TreeUnpacker.unpack(root, whiteouts, diff);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void diff(String id, @Nullable String parent, OutputStream out) {
        try (TarWriter tar = new TarWriter(out)) {
            if (isNative(id, parent)) {
                try (Directory root = home.openDiff(id)) {
                    TreePacker.pack(root, Optional.of(whiteouts), tar);
                }
            } else {
                compare(id, parent, (layer, below) -> TreePacker.packChanges(layer, below, tar));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Change> changes(String id, @Nullable String parent) {
        if (!isNative(id, parent)) {
            return compare(id, parent, TreeComparison::changes);
        }
        try (LowerLayers lowers = LowerLayers.open(linux, home, whiteouts, id);
                Directory root = home.openDiff(id)) {
            return UpperChanges.of(root, lowers, whiteouts);
        }
    }

    @Override
    public long diffSize(String id, @Nullable String parent) {
        if (!isNative(id, parent)) {
            return compare(id, parent, TreeComparison::size);
        }
        try (Directory root = home.openDiff(id)) {
            return DirectorySize.of(root);
        }
    }

    /** Whether the layer's own directory tells its difference to {@code parent}. */
    private boolean isNative(String id, @Nullable String parent) {
        List<String> ancestors = home.ancestors(checked(id));
        boolean isParent =
                ancestors.isEmpty() ? parent == null : ancestors.getFirst().equals(parent);
        if (!isParent || !supportsNativeDiff()) {
            return false;
        }
        try (Directory root = home.openDiff(id)) {
            return UpperMarks.isWhole(root, support.userXattr());
        }
    }

    private boolean supportsNativeDiff() {
        probing.lock();
        try {
            if (nativeDiff == null) {
                nativeDiff = support.supportsNativeDiff(linux, home.path());
            }
            return nativeDiff;
        } finally {
            probing.unlock();
        }
    }

    private interface Comparison<T extends @Nullable Object> {
        T compare(Directory layer, Optional<Directory> below) throws IOException;
    }

    /** Sees both layers merged and compares them. */
    private <T extends @Nullable Object> T compare(
            String id, @Nullable String parent, Comparison<T> comparison) {
        Path layer = context.mounts().acquire(this, id);
        try (Directory above = Directory.open(linux, layer.toString())) {
            if (parent == null) {
                return comparison.compare(above, Optional.empty());
            }
            Path lower = context.mounts().acquire(this, checked(parent));
            try (Directory below = Directory.open(linux, lower.toString())) {
                return comparison.compare(above, Optional.of(below));
            } finally {
                context.mounts().release(this, parent);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            context.mounts().release(this, id);
        }
    }

    @Override
    public List<StatusRow> status() {
        return List.of(
                new StatusRow("Backing Filesystem", support.backingFileSystem()),
                new StatusRow("Supports d_type", "true"),
                new StatusRow("Native Overlay Diff", Boolean.toString(supportsNativeDiff())),
                new StatusRow("userxattr", Boolean.toString(support.userXattr())));
    }

    @Override
    public Map<String, String> metadata(String id) {
        Path layer = home.path().resolve(checked(id));
        Map<String, String> data = new TreeMap<>();
        data.put("WorkDir", layer.resolve(Overlay2Home.WORK).toString());
        data.put("MergedDir", layer.resolve(Overlay2Home.MERGED).toString());
        data.put("UpperDir", layer.resolve(Overlay2Home.DIFF).toString());
        String lowers =
                String.join(
                        ":",
                        home.ancestors(id).stream()
                                .map(below -> home.diff(below).toString())
                                .toList());
        if (!lowers.isEmpty()) {
            data.put("LowerDir", lowers);
        }
        return data;
    }

    @Override
    public List<String> ids() {
        return home.ids();
    }

    @Override
    public Directory openDiff(String id) {
        return home.openDiff(checked(id));
    }

    @Override
    public void cleanup() {
        home.removeTrials();
    }

    @Override
    public void close() {
        home.close();
    }
}
