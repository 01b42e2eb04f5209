package dev.mica.storage.spi;

import dev.mica.archive.TarReader;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps layers and shows them merged.
 *
 * <h2>The model</h2>
 *
 * A <em>layer</em> is a directory tree under an id. It has at most one <em>parent</em> and stands
 * for "the parent, with these changes". There are two kinds:
 *
 * <ul>
 *   <li>a <em>read-only</em> layer ({@link #create}) is filled once, by {@link #applyDiff}, and
 *       never changes again. It may be the parent of any number of layers;
 *   <li>a <em>read-write</em> layer ({@link #createReadWrite}) is what a container writes into,
 *       seen through the mount of {@link #get}. Once it becomes a parent (an init layer does) it is
 *       read-only too.
 * </ul>
 *
 * Ids are opaque to the driver: 64 hexadecimal digits, for an init layer followed by {@code -init}.
 * They become directory names, so a driver refuses an id with a slash. The tree below the driver's
 * home is Docker's, byte for byte, so that dockerd can be started on it and the other way round.
 *
 * <h2>Life of a read-only layer</h2>
 *
 * <pre>
 * driver.create(id, parent);             // an empty layer
 * driver.applyDiff(id, parent, tar);     // its content; not durable yet
 * // the caller syncs the file system once, then files the layer in its own books
 * MountSpec view = driver.get(id);       // how to see it; nothing is mounted by the driver
 * driver.put(id);                        // the view is no longer mounted
 * driver.remove(id);
 * </pre>
 *
 * <h2>What a caller may rely on</h2>
 *
 * <ul>
 *   <li>Nothing a driver does is durable when its method returns, except {@link #remove}'s order: a
 *       layer's data never outlives the names that lead to it in a way that another id could see.
 *       Who makes a layer visible in its books first syncs the file system.
 *   <li>A crash leaves at worst a layer directory that no book names. {@link #remove} removes such
 *       a half-made layer as well.
 *   <li>Methods may be called from any thread, on different ids at once. On one id, the caller
 *       orders its calls; only {@link #get} and {@link #put} of one id may race, and then the
 *       caller counts uses and mounts once ({@link LayerMounts} does).
 *   <li>They block on file system calls: call them from platform threads where many run at once.
 *   <li>A failed call throws {@link dev.mica.errno.ErrnoException} for the kernel's refusals and
 *       {@link dev.mica.storage.StorageException} for the driver's, and leaves the layers as they
 *       were; a failed {@link #create} leaves no directory, a failed {@link #applyDiff} a layer
 *       that is good for {@link #remove} only.
 * </ul>
 *
 * <p>What not every driver can do is an interface of its own: {@link LateParent}.
 *
 * <p>Modelled on containerd's {@code Snapshotter} in style, and on moby's {@code
 * graphdriver.Driver} in operations, so that the layout's meaning carries over.
 */
public interface StorageDriver extends AutoCloseable {

    /** The driver's name as {@code --storage-driver} takes it; also its folder in the data-root. */
    String name();

    /** The directory below which all of its layers' data lies. */
    Path home();

    /**
     * Makes an empty read-only layer.
     *
     * <p>Costs a handful of file system calls, whatever the depth.
     *
     * @param parent the layer below, which must exist; null for a base layer
     * @throws dev.mica.storage.StorageException {@code max depth exceeded} where the stack would
     *     become higher than the driver can mount
     */
    void create(String id, @Nullable String parent);

    /**
     * Makes an empty layer that can be written through its mount.
     *
     * @param parent the layer below; null for a container without an image
     * @param options {@code --storage-opt} of the container; an unknown key is refused with
     *     Docker's words, so that no limit is silently not kept
     */
    void createReadWrite(String id, @Nullable String parent, Map<String, String> options);

    /** Whether there is a layer of this id, whole or half-made. */
    boolean exists(String id);

    /**
     * How to see the layer together with its ancestors. The mount point exists when this returns.
     *
     * <p>May be called again before {@link #put}; the answer is the same. A read-only layer's mount
     * is read-only.
     *
     * @throws dev.mica.errno.ErrnoException ENOENT where the layer or one below it is gone
     */
    MountSpec get(String id);

    /**
     * The view that {@link #get} described is no longer mounted; the driver drops its mount point.
     * Harmless when there is none.
     */
    void put(String id);

    /**
     * Removes a layer and its data. Harmless when there is none, and after a crash in the middle of
     * an earlier call. The caller sees to it that no layer stands on it and that it is not mounted.
     */
    void remove(String id);

    /**
     * Writes the layer's difference to {@code parent} as an uncompressed tar stream, deletions as
     * AUFS whiteouts: what {@code docker commit} makes a layer of. Entries are sorted by name
     * within a directory, a directory before its content, the root itself left out.
     *
     * <p>The layer should not be written to meanwhile. A file that shrinks under the reader fails
     * the call rather than making a stream that lies.
     *
     * @param parent usually the layer's own parent, else any ancestor; null for the whole tree
     */
    void diff(String id, @Nullable String parent, OutputStream out);

    /**
     * Fills a layer from a tar stream in one pass.
     *
     * <p>AUFS whiteouts become the driver's own form. Owners, modes, times, device nodes, hard
     * links, {@code user.*} attributes, POSIX ACLs and {@code security.capability} are set; {@code
     * trusted.*} and whatever else the union or the kernel owns is dropped. No name and no link
     * leads outside the layer's directory. The parent's content is not needed where the driver is a
     * {@link LateParent}.
     *
     * @param parent the layer's own parent
     * @return the size of the layer in bytes as Docker counts it: the lengths of all that is no
     *     directory, hard links once
     * @throws dev.mica.storage.StorageException where the stream says what cannot be, such as the
     *     same path twice
     */
    long applyDiff(String id, @Nullable String parent, TarReader diff);

    /**
     * Lists the differences to {@code parent}, sorted by path, a directory before its content. A
     * directory with changes below it is listed as modified.
     *
     * <p>Reads only the layer itself where the driver can, else compares two trees.
     */
    List<Change> changes(String id, @Nullable String parent);

    /** The size in bytes of what the layer adds to {@code parent}, counted as Docker counts. */
    long diffSize(String id, @Nullable String parent);

    /** The rows of {@code docker info} that follow {@code Storage Driver}; may be empty. */
    List<StatusRow> status();

    /**
     * What {@code docker inspect} shows as {@code GraphDriver.Data}; empty where Docker shows null.
     */
    Map<String, String> metadata(String id);

    /** All ids there is a layer of, whole or half-made, in no order. */
    List<String> ids();

    /**
     * Undoes what an earlier process left mounted or half-made and only the driver can see. Called
     * once at start, before anything else, while the data-root is locked.
     */
    void cleanup();

    /** Lets go of descriptors. Layers and mounts stay as they are. */
    @Override
    void close();
}
