package dev.mica.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads an OCI image layout: {@code index.json}, and blobs named by their digests. */
final class OciLayoutReader {

    static final String INDEX = "index.json";

    /** The image's name, set by containerd and Docker. */
    private static final String IMAGE_NAME = "io.containerd.image.name";

    /** By the specification a tag; skopeo and buildah put the whole name here. */
    private static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final int MAX_INDEX_DEPTH = 8;

    private final ArchiveContent content;
    private final Platform platform;

    OciLayoutReader(ArchiveContent content, Platform platform) {
        this.content = content;
        this.platform = platform;
    }

    List<ArchivedImage> images() {
        Manifest top = Manifest.parse(content.metadata(INDEX), "");
        if (!(top instanceof ManifestIndex index)) {
            throw new InvalidImageException(
                    "invalid archive: " + INDEX + " is a manifest and no index");
        }
        List<ArchivedImage> images = new ArrayList<>();
        Map<Descriptor, ArchivedImage> read = new HashMap<>();
        for (List<Descriptor> sameName : byName(index).values()) {
            Descriptor chosen = ManifestIndex.best(sameName, platform).orElse(sameName.getFirst());
            ArchivedImage image = read.computeIfAbsent(chosen, entry -> image(entry, 0));
            images.add(new ArchivedImage(image.config(), image.layers(), tags(chosen), null));
        }
        if (images.isEmpty()) {
            throw new InvalidImageException("invalid archive: " + INDEX + " names no image");
        }
        return ArchiveImages.ordered(images);
    }

    /**
     * Entries of one name are one image for several platforms; each one without a name is an image
     * of its own.
     */
    private static Map<String, List<Descriptor>> byName(ManifestIndex index) {
        Map<String, List<Descriptor>> groups = new LinkedHashMap<>();
        for (Descriptor entry : index.manifests()) {
            if (!entry.isAttestation()) {
                String name =
                        entry.annotations()
                                .getOrDefault(
                                        IMAGE_NAME,
                                        entry.annotations()
                                                .getOrDefault(REF_NAME, entry.digest().toString()));
                groups.computeIfAbsent(name, n -> new ArrayList<>()).add(entry);
            }
        }
        return groups;
    }

    private static List<Reference> tags(Descriptor entry) {
        String name = entry.annotations().get(IMAGE_NAME);
        if (name == null) {
            name = entry.annotations().get(REF_NAME);
            if (name == null || (name.indexOf('/') < 0 && name.indexOf(':') < 0)) {
                return List.of(); // nothing, or a bare tag, of which no one knows the repository
            }
        }
        Reference reference = Reference.parse(name).withDefaultTag();
        return reference.tagOrNull() == null
                ? List.of()
                : List.of(reference.nameOnly().withTag(reference.tagOrNull()));
    }

    private ArchivedImage image(Descriptor entry, int depth) {
        return switch (Manifest.parse(blob(entry), entry.mediaType())) {
            case ImageManifest manifest -> {
                ImageConfig config = ImageConfig.parse(blob(manifest.config()));
                List<String> members = manifest.layers().stream().map(this::checkedLayer).toList();
                yield new ArchivedImage(
                        config, ArchiveImages.layers(content, config, members), List.of(), null);
            }
            case ManifestIndex index -> {
                if (depth == MAX_INDEX_DEPTH) {
                    throw new InvalidImageException("invalid archive: indexes are nested too deep");
                }
                yield image(selected(index), depth + 1);
            }
        };
    }

    private Descriptor selected(ManifestIndex index) {
        Optional<Descriptor> best = index.select(platform);
        List<Descriptor> real = index.manifests().stream().filter(m -> !m.isAttestation()).toList();
        if (best.isEmpty() && real.size() == 1) {
            return real.getFirst();
        }
        return best.orElseThrow(
                () ->
                        new InvalidImageException(
                                "no matching manifest for "
                                        + platform
                                        + " in the manifest list entries"));
    }

    private byte[] blob(Descriptor descriptor) {
        String name = name(descriptor.digest());
        byte[] bytes = content.metadata(name);
        check(descriptor, bytes.length, null);
        if (!descriptor.digest().matches(bytes)) {
            throw wrongDigest(descriptor, Digest.of(bytes));
        }
        return bytes;
    }

    private String checkedLayer(Descriptor descriptor) {
        String name = name(descriptor.digest());
        content.layer(name).ifPresent(layer -> check(descriptor, layer.size(), layer.blob()));
        return name;
    }

    private static void check(Descriptor descriptor, long size, @Nullable Digest digest) {
        if (size != descriptor.size()) {
            throw new InvalidImageException(
                    "invalid archive: "
                            + name(descriptor.digest())
                            + ": size is "
                            + size
                            + ", expected "
                            + descriptor.size());
        }
        if (digest != null
                && digest.algorithm() == descriptor.digest().algorithm()
                && !digest.equals(descriptor.digest())) {
            throw wrongDigest(descriptor, digest);
        }
    }

    private static InvalidImageException wrongDigest(Descriptor descriptor, Digest actual) {
        return new InvalidImageException(
                "invalid archive: " + name(descriptor.digest()) + ": digest is " + actual);
    }

    private static String name(Digest digest) {
        return "blobs/" + digest.algorithm().label() + '/' + digest.hex();
    }
}
