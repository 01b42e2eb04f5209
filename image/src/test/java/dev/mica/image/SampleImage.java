package dev.mica.image;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An image made up for a test: its layers and its config. */
final class SampleImage {

    final List<byte[]> layers = new ArrayList<>();
    final byte[] config;

    /** One layer for each file. */
    static SampleImage of(String... files) {
        return new SampleImage("", files);
    }

    /** The same with further members of the config. */
    static SampleImage with(String more, String... files) {
        return new SampleImage(more, files);
    }

    private SampleImage(String more, String... files) {
        for (String file : files) {
            layers.add(new TestTar().file(file, file).toBytes());
        }
        String ids =
                String.join("\",\"", layers.stream().map(l -> Digest.of(l).toString()).toList());
        config =
                ("{\"os\":\"linux\",\"architecture\":\"amd64\","
                                + more
                                + "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                                + (layers.isEmpty() ? "" : '"' + ids + '"')
                                + "]}}")
                        .getBytes(StandardCharsets.UTF_8);
    }

    ImageId id() {
        return new ImageId(Digest.of(config));
    }

    DiffId diffId(int layer) {
        return new DiffId(Digest.of(layers.get(layer)));
    }

    String configName() {
        return id().digest().hex() + ".json";
    }

    /** An entry of manifest.json. */
    String item(String tags, String... layerNames) {
        return "{\"Config\":\""
                + configName()
                + "\",\"RepoTags\":"
                + tags
                + ",\"Layers\":[\""
                + String.join("\",\"", layerNames)
                + "\"]}";
    }
}
