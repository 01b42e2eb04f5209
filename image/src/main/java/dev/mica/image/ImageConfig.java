package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * An image's config: the very bytes, whose digest is the image's id, and a view of what Docker
 * reads from them. The bytes are never written anew. Immutable.
 */
public final class ImageConfig {

    private final byte[] raw;
    private final ImageId id;
    private final ImageFields fields;
    private final List<DiffId> layers;

    private ImageConfig(byte[] raw, ImageFields fields, RootFs rootfs) {
        this.raw = raw;
        this.id = new ImageId(Digest.of(raw));
        this.fields = fields;
        this.layers = rootfs.layers();
    }

    /**
     * Reads a config.
     *
     * @throws InvalidImageException when the bytes are no image config: {@code invalid image JSON,
     *     no RootFS key} for JSON of another kind
     */
    public static ImageConfig parse(byte[] raw) {
        try {
            ImageFields fields = GoJson.read(raw, ImageFields.class);
            RootFs rootfs = fields.rootfs();
            if (rootfs == null) {
                throw new InvalidImageException("invalid image JSON, no RootFS key");
            }
            return new ImageConfig(raw.clone(), fields, rootfs);
        } catch (MalformedJsonException e) {
            throw new InvalidImageException("invalid image config: " + e.getMessage(), e);
        } catch (InvalidDigestException e) {
            throw new InvalidImageException(
                    "invalid image config: rootfs.diff_ids: " + e.message(), e);
        }
    }

    /** The bytes; a copy. */
    public byte[] raw() {
        return raw.clone();
    }

    /** The image's id: the digest of {@link #raw()}. */
    public ImageId id() {
        return id;
    }

    /** The layers, lowest first. */
    public List<DiffId> layers() {
        return layers;
    }

    /** The chain of all layers; absent for an image without any. */
    public Optional<ChainId> chainId() {
        return layers.isEmpty() ? Optional.empty() : Optional.of(ChainId.of(layers));
    }

    /** How the image came to be, oldest step first. */
    public List<History> history() {
        List<History> history = fields.history();
        return history == null ? List.of() : history;
    }

    /**
     * When it was made, with the offset as written; {@link dev.mica.image.json.GoTime#ZERO} where
     * the config does not say.
     */
    public OffsetDateTime created() {
        return History.orZero(fields.created());
    }

    /** The operating system as written; an empty one means linux. */
    public String os() {
        return Strings.orEmpty(fields.os());
    }

    /** The CPU as written. */
    public String architecture() {
        return Strings.orEmpty(fields.architecture());
    }

    /** The CPU's variant as written, or the empty string. */
    public String variant() {
        return Strings.orEmpty(fields.variant());
    }

    /** The operating system's version, or the empty string. */
    public String osVersion() {
        return Strings.orEmpty(fields.osVersion());
    }

    /** Features of the operating system that the image needs. */
    public List<String> osFeatures() {
        List<String> features = fields.osFeatures();
        return features == null ? List.of() : features;
    }

    /** What the image runs on, normalised. */
    public Platform platform() {
        return Platform.of(os().isEmpty() ? "linux" : os(), architecture(), variant());
    }

    /** The author, or the empty string. */
    public String author() {
        return Strings.orEmpty(fields.author());
    }

    /** The remark of who made it, or the empty string. */
    public String comment() {
        return Strings.orEmpty(fields.comment());
    }

    /** The version of the Docker that made it, or the empty string. */
    public String dockerVersion() {
        return Strings.orEmpty(fields.dockerVersion());
    }

    /** The id of the container that it was committed from, or the empty string. */
    public String container() {
        return Strings.orEmpty(fields.container());
    }

    /** What containers of this image start with; absent where the config has none. */
    public Optional<ContainerConfig> config() {
        return Optional.ofNullable(fields.config());
    }

    /** The config of the container that it was committed from; absent where the config has none. */
    public Optional<ContainerConfig> containerConfig() {
        return Optional.ofNullable(fields.containerConfig());
    }

    /** The parent that the config names; Docker keeps parents beside the config since 1.10. */
    public Optional<String> parent() {
        return Optional.ofNullable(fields.parent());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ImageConfig that && that.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
