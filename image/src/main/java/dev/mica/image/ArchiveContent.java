package dev.mica.image;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was seen of an archive, by clean name. */
final class ArchiveContent {

    /** A config of ten thousand steps is about this big. */
    static final int MAX_METADATA = 8 << 20;

    /** All metadata together. Images with a thousand layers in the v1 form have 4 MiB. */
    static final int MAX_ALL_METADATA = 64 << 20;

    private static final int MAX_MEMBERS = 100_000;
    private static final int MAX_LINKS_FOLLOWED = 40;

    /** A layer as unpacking found it. */
    record Layer(long size, DiffId diffId, @Nullable Digest blob) {}

    private final Map<String, byte[]> metadata = new HashMap<>();
    private final Map<String, Layer> layers = new HashMap<>();
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, String> links = new LinkedHashMap<>();

    /** What may be an SBOM that no one needs; it is an error only to ask for one of these. */
    private final Set<String> tooBig = new TreeSet<>();

    private long bytes;

    ArchiveMember classify(String name, long size, byte[] head) {
        String clean = MemberNames.clean(name);
        MemberKind kind = MemberKind.of(clean, head);
        if (kind == MemberKind.JSON && (size > MAX_METADATA || bytes + size > MAX_ALL_METADATA)) {
            tooBig.add(clean);
            bound(tooBig.size());
            return ArchiveMember.IGNORED;
        }
        if (kind == MemberKind.LAYER) {
            sizes.put(clean, size);
            bound(sizes.size());
        }
        return switch (kind) {
            case JSON -> ArchiveMember.METADATA;
            case LAYER -> ArchiveMember.LAYER;
            case OTHER -> ArchiveMember.IGNORED;
        };
    }

    void metadata(String name, byte[] content) {
        bytes += content.length;
        if (content.length > MAX_METADATA || bytes > MAX_ALL_METADATA) {
            throw tooMuch(name);
        }
        put(metadata, name, content);
    }

    private static InvalidImageException tooMuch(String name) {
        return new InvalidImageException(
                "invalid archive: "
                        + name
                        + ": more metadata than the "
                        + MAX_METADATA
                        + " bytes a member and "
                        + MAX_ALL_METADATA
                        + " in all that are allowed");
    }

    void layer(String name, DiffId diffId, @Nullable Digest blob) {
        long size = sizes.getOrDefault(MemberNames.clean(name), -1L);
        put(layers, name, new Layer(size, diffId, blob));
    }

    void symbolicLink(String name, String target) {
        String clean = MemberNames.clean(name);
        put(links, clean, MemberNames.target(clean, target));
    }

    void hardLink(String name, String target) {
        put(links, name, MemberNames.clean(target));
    }

    private <T> void put(Map<String, T> map, String name, T value) {
        String clean = MemberNames.clean(name);
        metadata.remove(clean);
        layers.remove(clean);
        links.remove(clean);
        map.put(clean, value);
        bound(map.size());
    }

    private static void bound(int members) {
        if (members > MAX_MEMBERS) {
            throw new InvalidImageException(
                    "invalid archive: more than " + MAX_MEMBERS + " members");
        }
    }

    boolean has(String name) {
        String real = follow(name);
        return metadata.containsKey(real) || tooBig.contains(real);
    }

    Set<String> metadataNames() {
        return new TreeSet<>(metadata.keySet());
    }

    /**
     * @throws InvalidImageException with the kernel's words when there is no such member
     */
    byte[] metadata(String name) {
        String real = follow(name);
        byte[] content = metadata.get(real);
        if (content != null) {
            return content;
        }
        if (tooBig.contains(real)) {
            throw tooMuch(name);
        }
        if (layers.containsKey(real)) {
            throw new InvalidImageException(
                    "invalid archive: " + name + " is a layer where JSON is expected");
        }
        throw new InvalidImageException("open " + name + ": no such file or directory");
    }

    Optional<Layer> layer(String name) {
        return Optional.ofNullable(layers.get(follow(name)));
    }

    /**
     * The member that a name stands for, links followed.
     *
     * @throws InvalidImageException when links form a circle, or the name leads out of the archive
     */
    String follow(String name) {
        String at = MemberNames.clean(name);
        for (int i = 0; i < MAX_LINKS_FOLLOWED; i++) {
            String target = links.get(at);
            if (target == null) {
                return at;
            }
            at = target;
        }
        throw new InvalidImageException("open " + name + ": too many levels of symbolic links");
    }
}
