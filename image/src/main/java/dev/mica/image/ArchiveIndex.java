package dev.mica.image;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Understands an image archive while it streams by, whatever the order of its members: {@code
 * docker save}'s of all ages (v1 with {@code repositories}, {@code manifest.json}, OCI layout
 * inside) and plain OCI layouts of skopeo, buildah and umoci.
 *
 * <p>The reader of the tar stream asks {@link #classify} about each regular member and then does
 * what it says: it hands over small members whole, and reports layers, which it unpacks as they
 * come, with the digests that it found. Links are reported too. At the end, {@link #images} joins
 * it all. Nothing here reads or writes a file; what is kept is bounded. Not for use by several
 * threads.
 */
public final class ArchiveIndex {

    /** How many of a member's first bytes {@link #classify} wants to see, where it has as many. */
    public static final int HEAD_SIZE = 512;

    private final ArchiveContent content = new ArchiveContent();

    /**
     * The form of a member's name in which {@link ArchivedLayer#member()} gives it back.
     *
     * @throws InvalidImageException when the name leads out of the archive
     */
    public static String cleanName(String name) {
        return MemberNames.clean(name);
    }

    /**
     * What to do with a regular member.
     *
     * @param name as in the tar header
     * @param size in bytes
     * @param head its first {@link #HEAD_SIZE} bytes, fewer only if it is shorter
     * @throws InvalidImageException when the name leads out of the archive, or the archive has too
     *     much metadata
     */
    public ArchiveMember classify(String name, long size, byte[] head) {
        return content.classify(name, size, head);
    }

    /**
     * Takes a {@link ArchiveMember#METADATA} member's content. Of a name that comes twice, the last
     * counts.
     */
    public void metadata(String name, byte[] bytes) {
        content.metadata(name, bytes);
    }

    /**
     * Takes what unpacking a {@link ArchiveMember#LAYER} member found.
     *
     * @param name as in the tar header
     * @param diffId the digest of the uncompressed tar
     * @param blob the digest of the member's own bytes, where it was computed: it is compared with
     *     names below {@code blobs/}, which lie harmlessly, since {@code diffId} is always checked
     */
    public void layer(String name, DiffId diffId, @Nullable Digest blob) {
        content.layer(name, diffId, blob);
    }

    /**
     * Takes a symbolic link: {@code docker save} makes one for a layer that it has already written.
     */
    public void symbolicLink(String name, String target) {
        content.symbolicLink(name, target);
    }

    /** Takes a hard link. */
    public void hardLink(String name, String target) {
        content.hardLink(name, target);
    }

    /**
     * The images, parents before their children; to be called after the last member.
     *
     * @param platform which image of a multi-platform index is meant
     * @throws InvalidImageException when the archive is no image archive, lacks something, or
     *     something in it is not what its name or the config says
     * @throws InvalidReferenceException when it names an image in a way that Docker does not allow
     */
    public List<ArchivedImage> images(Platform platform) {
        if (content.has(SavedArchiveReader.MANIFEST)) {
            return new SavedArchiveReader(content).images();
        }
        if (content.has(OciLayoutReader.INDEX)) {
            return new OciLayoutReader(content, platform).images();
        }
        return new LegacyArchiveReader(content).images();
    }
}
