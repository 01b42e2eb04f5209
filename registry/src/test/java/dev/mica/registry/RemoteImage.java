package dev.mica.registry;

import dev.mica.image.Digest;
import dev.mica.image.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** An image to put into a {@link FakeRegistry}: one gzip layer of bytes that do not compress. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record RemoteImage(byte[] layer, byte[] config, byte[] manifest) {

    static final String REPOSITORY = "team/app";

    static RemoteImage of(int layerBytes) {
        byte[] plain = new byte[layerBytes];
        new Random(layerBytes).nextBytes(plain);
        byte[] layer = gzip(plain);
        byte[] config =
                bytes(
                        """
                        {"architecture":"amd64","os":"linux","config":{},\
                        "rootfs":{"type":"layers","diff_ids":["%s"]}}\
                        """
                                .formatted(Digest.of(plain)));
        return new RemoteImage(layer, config, manifest(layer, config));
    }

    private static byte[] manifest(byte[] layer, byte[] config) {
        return bytes(
                """
                {"schemaVersion":2,"mediaType":"%s",\
                "config":{"mediaType":"%s","size":%d,"digest":"%s"},\
                "layers":[{"mediaType":"%s","size":%d,"digest":"%s"}]}\
                """
                        .formatted(
                                MediaTypes.DOCKER_MANIFEST,
                                MediaTypes.DOCKER_CONFIG,
                                config.length,
                                Digest.of(config),
                                MediaTypes.DOCKER_LAYER,
                                layer.length,
                                Digest.of(layer)));
    }

    /** The same image with another manifest. */
    RemoteImage withManifest(String text) {
        return new RemoteImage(layer, config, bytes(text));
    }

    RemoteImage withManifest(String part, String replacement) {
        return withManifest(
                new String(manifest, StandardCharsets.UTF_8).replace(part, replacement));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    static String manifestPath(Object reference) {
        return "/v2/" + REPOSITORY + "/manifests/" + reference;
    }

    static String blobPath(byte[] blob) {
        return "/v2/" + REPOSITORY + "/blobs/" + Digest.of(blob);
    }

    String layerPath() {
        return blobPath(layer);
    }

    String configPath() {
        return blobPath(config);
    }

    /** Puts this image where an honest registry has it, under the tag {@code 1}. */
    RemoteImage publish(FakeRegistry registry) {
        Answer answer =
                Answer.ok(manifest)
                        .with("Content-Type", MediaTypes.DOCKER_MANIFEST)
                        .with("Docker-Content-Digest", Digest.of(manifest).toString());
        registry.on(manifestPath("1"), ask -> answer);
        registry.on(manifestPath(Digest.of(manifest)), ask -> answer);
        registry.on(layerPath(), ask -> Answer.ok(layer));
        registry.on(configPath(), ask -> Answer.ok(config));
        return this;
    }
}
