package dev.mica.image;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.GoTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a new image's config with the members that Docker 20.10 writes, in its order: for {@code
 * commit} from a parent, for {@code import} and {@code image from-host} from nothing. Not for use
 * by several threads.
 */
public final class ImageConfigBuilder {

    /**
     * The DiffId of a tar archive without entries (two zero blocks); Docker adds no layer for it.
     */
    public static final DiffId EMPTY_LAYER = new DiffId(Digest.of(new byte[1024]));

    private final String os;
    private final String architecture;
    private final String variant;
    private final String osVersion;
    private final List<String> osFeatures;
    private final List<DiffId> layers;
    private final List<History> history;
    private Instant created = GoTime.ZERO;
    private String author = "";
    private String comment = "";
    private String container = "";
    private String dockerVersion = "";
    private @Nullable ContainerConfig config;
    private ContainerConfig containerConfig = ContainerConfig.EMPTY;

    private ImageConfigBuilder(
            Platform platform,
            String osVersion,
            List<String> osFeatures,
            List<DiffId> layers,
            List<History> history) {
        this.os = platform.os();
        this.architecture = platform.architecture();
        this.variant = platform.variant();
        this.osVersion = osVersion;
        this.osFeatures = osFeatures;
        this.layers = new ArrayList<>(layers);
        this.history = new ArrayList<>(history);
    }

    /** An image on no other. */
    public static ImageConfigBuilder fromScratch(Platform platform) {
        return new ImageConfigBuilder(platform, "", List.of(), List.of(), List.of());
    }

    /** An image on top of another: its platform, layers and history. */
    public static ImageConfigBuilder childOf(ImageConfig parent) {
        String os = parent.os().isEmpty() ? "linux" : parent.os();
        Platform written = new Platform(os, parent.architecture(), parent.variant());
        return new ImageConfigBuilder(
                written,
                parent.osVersion(),
                parent.osFeatures(),
                parent.layers(),
                parent.history());
    }

    /** When the image was made. */
    public ImageConfigBuilder created(Instant time) {
        created = time;
        return this;
    }

    /** The author. */
    public ImageConfigBuilder author(String text) {
        author = text;
        return this;
    }

    /** The image's own remark; a commit's goes into its history alone. */
    public ImageConfigBuilder comment(String text) {
        comment = text;
        return this;
    }

    /** The id of the container that is committed, and its config. */
    public ImageConfigBuilder container(String id, ContainerConfig itsConfig) {
        container = id;
        containerConfig = itsConfig;
        return this;
    }

    /** The version of the program that makes the image. */
    public ImageConfigBuilder dockerVersion(String version) {
        dockerVersion = version;
        return this;
    }

    /** What containers of the image start with. */
    public ImageConfigBuilder config(ContainerConfig value) {
        config = value;
        return this;
    }

    /**
     * A further step and its layer. An empty layer ({@link #EMPTY_LAYER}) is not added, and the
     * step marked so, as Docker does.
     */
    public ImageConfigBuilder step(DiffId layer, History step) {
        if (layer.equals(EMPTY_LAYER)) {
            return step(step);
        }
        layers.add(layer);
        history.add(marked(step, false));
        return this;
    }

    /** A further step that changes no file. */
    public ImageConfigBuilder step(History step) {
        history.add(marked(step, true));
        return this;
    }

    private static History marked(History step, boolean empty) {
        return new History(step.created(), step.author(), step.createdBy(), step.comment(), empty);
    }

    /** The config. */
    public ImageConfig build() {
        ImageFields fields =
                new ImageFields(
                        architecture,
                        author,
                        comment,
                        config,
                        container,
                        containerConfig,
                        created.atOffset(ZoneOffset.UTC),
                        dockerVersion,
                        List.copyOf(history),
                        os,
                        osFeatures,
                        osVersion,
                        null,
                        RootFs.of(layers),
                        variant);
        return ImageConfig.parse(GoJson.write(fields));
    }
}
