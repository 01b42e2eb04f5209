package dev.mica.storage;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.image.ChainId;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.image.InvalidDigestException;
import dev.mica.linux.AtomicFile;
import dev.mica.linux.DirEntry;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The books of the layers, {@code image/<driver>/layerdb}, in Docker's form:
 *
 * <pre>
 * layerdb/                       0700
 *   sha256/CHAIN/                0700   a read-only layer
 *     cache-id                   0644   its directory in the driver
 *     diff                       0644   its DiffId
 *     parent                     0644   the ChainId below; not of a base layer
 *     size                       0644   its bytes, decimal
 *     tar-split.json.gz          0644
 *   sha256/CHAIN-ID-removing/           a layer that is being removed
 *   mounts/CONTAINER/            0755   a container's layer
 *     mount-id, init-id, parent  0644
 *   tmp/                         0755
 *     mica-ID/                          a layer that is being made or removed: cache-id, or mount-id
 *     mica-lease-ID                     ChainIds that may be left without an image by a crash
 * </pre>
 *
 * No file ends with a newline. Names that begin with {@code mica-} are Mica's own; what else stands
 * in {@code tmp} is dockerd's and left alone. Thread-safe, as far as callers keep to different
 * layers.
 */
final class LayerDb {
    static final String CACHE_ID = "cache-id";
    static final String MOUNT_ID = "mount-id";
    static final String INIT_ID = "init-id";
    static final String TAR_SPLIT = "tar-split.json.gz";
    private static final String DIFF = "diff";
    private static final String PARENT = "parent";
    private static final String SIZE = "size";
    private static final String CHAINS = "sha256";
    private static final String MOUNTS = "mounts";
    private static final String TMP = "tmp";
    private static final String OURS = "mica-";
    private static final String LEASE = OURS + "lease-";
    private static final String REMOVING = "-removing";
    private static final int SMALL_FILE = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(LayerDb.class.getName());

    /** What the books say of a read-only layer. */
    record Entry(
            ChainId chain, String cacheId, DiffId diffId, Optional<ChainId> parent, long size) {}

    /** What the books say of a container's layer. */
    record Mount(
            String container, String mountId, Optional<String> initId, Optional<ChainId> parent) {}

    private final Linux linux;
    private final Path path;

    LayerDb(DataRoot root, String driverName) {
        this.linux = root.linux();
        root.imageDirectory(driverName);
        String name = "image/" + driverName + "/layerdb";
        this.path = root.directory(name, 0700);
        root.directory(name + "/" + CHAINS, 0755);
        root.directory(name + "/" + TMP, 0755);
        root.directory(name + "/" + MOUNTS, 0755);
    }

    private Directory open(String name) {
        return Directory.open(linux, path.resolve(name).toString());
    }

    /** All read-only layers on record; one that cannot be read is logged and left out. */
    List<Entry> layers() {
        List<Entry> entries = new ArrayList<>();
        try (Directory chains = open(CHAINS)) {
            for (DirEntry entry : chains.list()) {
                if (entry.name().length() == 64) {
                    try (Directory layer = chains.directory(entry.name())) {
                        entries.add(read(layer, entry.name()));
                    } catch (ErrnoException | StorageException | InvalidDigestException e) {
                        LOG.log(
                                System.Logger.Level.ERROR,
                                "failed to load layer {0}: {1}",
                                entry.name(),
                                e.getMessage());
                    }
                }
            }
        }
        return entries;
    }

    private static Entry read(Directory layer, String hex) {
        String size = readFile(layer, SIZE);
        try {
            return new Entry(
                    new ChainId(Digest.ofSha256(hex)),
                    readFile(layer, CACHE_ID),
                    DiffId.parse(readFile(layer, DIFF)),
                    readOptional(layer, PARENT).map(ChainId::parse),
                    Long.parseLong(size));
        } catch (NumberFormatException e) {
            throw new StorageException("its size is no number: " + size, e);
        }
    }

    /** All containers' layers on record; one that cannot be read is logged and left out. */
    List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        try (Directory all = open(MOUNTS)) {
            for (DirEntry entry : all.list()) {
                try (Directory mount = all.directory(entry.name())) {
                    mounts.add(
                            new Mount(
                                    entry.name(),
                                    readFile(mount, MOUNT_ID),
                                    readOptional(mount, INIT_ID),
                                    readOptional(mount, PARENT).map(ChainId::parse)));
                } catch (ErrnoException | InvalidDigestException e) {
                    LOG.log(
                            System.Logger.Level.ERROR,
                            "failed to load container mount {0}: {1}",
                            entry.name(),
                            e.getMessage());
                }
            }
        }
        return mounts;
    }

    /** Where a layer's {@code tar-split.json.gz} is. */
    Path tarSplit(ChainId chain) {
        return path.resolve(CHAINS).resolve(chain.digest().hex()).resolve(TAR_SPLIT);
    }

    /** Where a staged layer's {@code tar-split.json.gz} goes. */
    Path stagedTarSplit(String cacheId) {
        return path.resolve(TMP).resolve(OURS + cacheId).resolve(TAR_SPLIT);
    }

    /** Notes that a read-only layer is being made, before there is anything of it. */
    void begin(String cacheId) {
        begin(cacheId, CACHE_ID, 0700);
    }

    /** Notes that a container's layer is being made. */
    void beginMount(String mountId) {
        begin(mountId, MOUNT_ID, 0755);
    }

    private void begin(String id, String file, int mode) {
        try (Directory tmp = open(TMP)) {
            tmp.mkdir(OURS + id, mode);
            tmp.chmod(OURS + id, mode);
            try (Directory mine = tmp.directory(OURS + id)) {
                write(mine, file, id);
            }
        }
    }

    /** Writes what {@link #publish} files. Not durable yet. */
    void describe(Entry entry) {
        try (Directory mine = open(TMP + "/" + OURS + entry.cacheId)) {
            write(mine, DIFF, entry.diffId.toString());
            write(mine, SIZE, Long.toString(entry.size));
            if (entry.parent.isPresent()) {
                write(mine, PARENT, entry.parent.get().toString());
            }
        }
    }

    /** Writes what {@link #publishMount} files. Not durable yet. */
    void describe(Mount mount) {
        try (Directory mine = open(TMP + "/" + OURS + mount.mountId)) {
            if (mount.initId.isPresent()) {
                write(mine, INIT_ID, mount.initId.get());
            }
            if (mount.parent.isPresent()) {
                write(mine, PARENT, mount.parent.get().toString());
            }
        }
    }

    /** Files a layer: from here on there is one of this name. Durable after {@link #syncChains}. */
    void publish(Entry entry) {
        rename(TMP, OURS + entry.cacheId, CHAINS, entry.chain.digest().hex());
    }

    /** Whether a layer is filed; the caller lets no other of its name be filed meanwhile. */
    boolean isPublished(Entry entry) {
        try (Directory chains = open(CHAINS)) {
            return chains.find(entry.chain.digest().hex()).isPresent();
        }
    }

    /** The layers filed so far stay, also after a power cut. */
    void syncChains() {
        try (Directory chains = open(CHAINS)) {
            chains.sync();
        }
    }

    /** Files a container's layer. Durable after {@link #syncMounts}. */
    void publishMount(Mount mount) {
        rename(TMP, OURS + mount.mountId, MOUNTS, mount.container);
    }

    /** Whether a container's layer is filed, and is this one. */
    boolean isPublished(Mount mount) {
        try (Directory mounts = open(MOUNTS)) {
            if (mounts.find(mount.container).isEmpty()) {
                return false;
            }
            try (Directory own = mounts.directory(mount.container)) {
                return readFile(own, MOUNT_ID).equals(mount.mountId);
            }
        }
    }

    void syncMounts() {
        try (Directory mounts = open(MOUNTS)) {
            mounts.sync();
        }
    }

    /** Strikes a layer off: its data may go now, and will, even if the daemon dies in between. */
    void withdraw(Entry entry) {
        String hex = entry.chain.digest().hex();
        rename(CHAINS, hex, CHAINS, hex + "-" + entry.cacheId + REMOVING);
    }

    /** Forgets a layer that was struck off, once its data is gone. */
    void forget(Entry entry) {
        try (Directory chains = open(CHAINS)) {
            chains.removeTree(entry.chain.digest().hex() + "-" + entry.cacheId + REMOVING);
        }
    }

    /** Strikes a container's layer off. */
    void withdrawMount(Mount mount) {
        rename(MOUNTS, mount.container, TMP, OURS + mount.mountId);
    }

    /** Forgets a layer that was being made or removed, once its data is gone. */
    void forgetTemporary(String id) {
        try (Directory tmp = open(TMP)) {
            tmp.removeTree(OURS + id);
        }
    }

    private void rename(String from, String name, String to, String newName) {
        try (Directory source = open(from);
                Directory target = open(to)) {
            source.rename(name, target, newName, Flags.RENAME_NOREPLACE);
        }
    }

    /** The ids that a crash left half-made or half-removed. */
    List<String> leftovers() {
        List<String> ids = new ArrayList<>();
        try (Directory tmp = open(TMP)) {
            for (DirEntry entry : tmp.list()) {
                if (entry.isDirectory() && entry.name().startsWith(OURS)) {
                    ids.add(entry.name().substring(OURS.length()));
                }
            }
        }
        return ids;
    }

    /** A layer that was struck off and whose data may still be there. */
    record Removing(String name, Optional<String> cacheId) {}

    /** The layers that Docker or Mica struck off and did not finish removing. */
    List<Removing> removing() {
        List<Removing> left = new ArrayList<>();
        try (Directory chains = open(CHAINS)) {
            for (DirEntry entry : chains.list()) {
                if (entry.name().endsWith(REMOVING)) {
                    try (Directory layer = chains.directory(entry.name())) {
                        left.add(new Removing(entry.name(), readOptional(layer, CACHE_ID)));
                    }
                }
            }
        }
        return left;
    }

    void forget(Removing removing) {
        try (Directory chains = open(CHAINS)) {
            chains.removeTree(removing.name);
        }
    }

    /**
     * Notes layers that nothing would remove, were the daemon to die before something uses them.
     *
     * @param chains lowest first
     */
    void lease(String id, List<ChainId> chains) {
        StringBuilder text = new StringBuilder();
        chains.forEach(chain -> text.append(chain).append('\n'));
        try (Directory tmp = open(TMP)) {
            AtomicFile.writeUnsynced(
                    tmp, LEASE + id, text.toString().getBytes(StandardCharsets.US_ASCII), 0600);
        }
    }

    /** Ends a lease; harmless when it has ended. */
    void endLease(String id) {
        try (Directory tmp = open(TMP)) {
            tmp.unlink(LEASE + id);
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }

    /** The leases that a crash left: ids, each with its layers. */
    List<Lease> leases() {
        List<Lease> leases = new ArrayList<>();
        try (Directory tmp = open(TMP)) {
            AtomicFile.cleanUp(tmp);
            for (DirEntry entry : tmp.list()) {
                if (entry.name().startsWith(LEASE)) {
                    List<ChainId> chains = new ArrayList<>();
                    for (String line : readFile(tmp, entry.name()).lines().toList()) {
                        try {
                            chains.add(ChainId.parse(line));
                        } catch (InvalidDigestException torn) {
                            LOG.log(
                                    System.Logger.Level.DEBUG,
                                    "lease {0}: {1}",
                                    entry.name(),
                                    torn.getMessage());
                        }
                    }
                    leases.add(new Lease(entry.name().substring(LEASE.length()), chains));
                }
            }
        }
        return leases;
    }

    /** Layers that are to be removed unless something uses them. */
    record Lease(String id, List<ChainId> chains) {}

    private static void write(Directory directory, String name, String content) {
        try (Fd fd = directory.open(name, Flags.O_WRONLY | Flags.O_CREAT | Flags.O_TRUNC, 0644)) {
            directory.linux().fchmod(fd.number(), 0644);
            fd.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private static Optional<String> readOptional(Directory directory, String name) {
        return directory.find(name).isPresent()
                ? Optional.of(readFile(directory, name))
                : Optional.empty();
    }

    private static String readFile(Directory directory, String name) {
        try (Fd fd = directory.openRegular(name)) {
            ByteBuffer content = ByteBuffer.allocate(SMALL_FILE);
            while (content.hasRemaining() && fd.read(content) > 0) {
                // more may come
            }
            return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII)
                    .strip();
        }
    }
}
