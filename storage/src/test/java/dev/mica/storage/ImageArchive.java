package dev.mica.storage;

import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Builds archives of the form that {@code docker save} writes. */
final class ImageArchive {
    private final TarBytes tar = new TarBytes();
    private final List<String> manifest = new ArrayList<>();
    private int members;

    /** The config of an image of these layers. */
    static byte[] config(List<byte[]> layers, String remark) {
        String ids =
                layers.stream()
                        .map(layer -> '"' + Digest.of(layer).toString() + '"')
                        .collect(Collectors.joining(","));
        return ("{\"architecture\":\"amd64\",\"comment\":\""
                        + remark
                        + "\",\"config\":{\"Cmd\":[\"/bin/sh\"]},\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
                        + ids
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
    }

    static DiffId diffId(byte[] layer) {
        return new DiffId(Digest.of(layer));
    }

    ImageArchive image(String tag, byte[]... layers) {
        return imageOf(tag, config(List.of(layers), tag), layers);
    }

    /** An image whose config is given, right or wrong. */
    ImageArchive imageOf(String tag, byte[] config, byte[]... layers) {
        String configName = Digest.of(config).hex() + ".json";
        tar.file(configName, config);
        List<String> names = new ArrayList<>();
        for (byte[] layer : layers) {
            String name = members++ + "/layer.tar";
            tar.file(name, layer);
            names.add('"' + name + '"');
        }
        manifest.add(
                "{\"Config\":\""
                        + configName
                        + "\",\"RepoTags\":"
                        + (tag.isEmpty() ? "null" : "[\"" + tag + "\"]")
                        + ",\"Layers\":["
                        + String.join(",", names)
                        + "]}");
        return this;
    }

    byte[] toBytes() {
        tar.file("manifest.json", "[" + String.join(",", manifest) + "]");
        return tar.toBytes();
    }
}
