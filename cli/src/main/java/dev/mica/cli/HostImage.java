package dev.mica.cli;

import dev.mica.archive.EntryType;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarWriter;
import dev.mica.image.ContainerConfig;
import dev.mica.image.ContainerConfigBuilder;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.image.History;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageConfigBuilder;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.image.SaveEntry;
import dev.mica.image.SavePlan;
import dev.mica.image.SavedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An image made of this host's programs, in three layers: the loader and the libraries; the
 * programs; configuration. The same host and the same arguments give the same image, to the digest:
 * files keep their times, folders have none, and the image is as old as its newest file.
 */
final class HostImage implements AutoCloseable {

    private final Reference name;
    private final ImageConfig config;
    private final Map<DiffId, Path> layers;

    private HostImage(Reference name, ImageConfig config, Map<DiffId, Path> layers) {
        this.name = name;
        this.config = config;
        this.layers = layers;
    }

    /**
     * Makes an image; its layers are temporary files until it is closed.
     *
     * @param name what it is called
     * @param content its layers from the lowest, each with what it is for
     * @param defaults what a container of it starts with
     */
    static HostImage of(
            Reference name, Map<String, HostTree> content, ContainerConfigBuilder defaults)
            throws IOException {
        Instant newest = newest(content.values());
        Map<DiffId, Path> layers = new HashMap<>();
        ImageConfigBuilder builder =
                ImageConfigBuilder.fromScratch(Platform.host()).created(newest);
        try {
            for (Map.Entry<String, HostTree> layer : content.entrySet()) {
                Path file = Files.createTempFile("mica-layer", ".tar");
                DiffId diffId = write(layer.getValue(), file);
                layers.put(diffId, file);
                builder.step(
                        diffId,
                        History.of(newest, "", "mica image from-host: " + layer.getKey(), ""));
            }
        } catch (IOException | RuntimeException e) {
            delete(layers);
            throw e;
        }
        ContainerConfig container = defaults.build();
        return new HostImage(name, builder.config(container).build(), layers);
    }

    /** Its id. */
    String id() {
        return config.id().toString();
    }

    /** Writes it as an archive that {@code docker load} takes. */
    void writeTo(OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        try (TarWriter tar = new TarWriter(buffered)) {
            for (SaveEntry entry :
                    SavePlan.of(List.of(new SavedImage(config, List.of(name), null)))) {
                switch (entry) {
                    case SaveEntry.Directory _ ->
                            tar.entry(header(entry, EntryType.DIRECTORY, 0).build());
                    case SaveEntry.Content content -> {
                        byte[] bytes = content.bytes().toArray();
                        tar.entry(header(entry, EntryType.FILE, bytes.length).build());
                        tar.write(bytes, 0, bytes.length);
                    }
                    case SaveEntry.Layer layer -> {
                        Path file = Objects.requireNonNull(layers.get(layer.diffId()));
                        tar.entry(header(entry, EntryType.FILE, Files.size(file)).build());
                        copy(file, tar);
                    }
                    case SaveEntry.Link link -> {
                        byte[] target = link.target().getBytes(StandardCharsets.UTF_8);
                        tar.entry(header(entry, EntryType.SYMLINK, 0).linkName(target).build());
                    }
                }
            }
        }
        buffered.flush();
    }

    private static TarEntry.Builder header(SaveEntry entry, EntryType type, long size) {
        return TarEntry.builder(type, entry.name())
                .mode(entry.mode())
                .modified(entry.modified())
                .size(size);
    }

    private static DiffId write(HostTree tree, Path file) throws IOException {
        MessageDigest hash = Digest.Algorithm.SHA256.hasher();
        try (OutputStream out =
                        new BufferedOutputStream(
                                new DigestOutputStream(Files.newOutputStream(file), hash),
                                1 << 16);
                TarWriter tar = new TarWriter(out)) {
            for (Map.Entry<Path, HostEntry> entry : tree.entries().entrySet()) {
                write(Path.of("/").relativize(entry.getKey()).toString(), entry.getValue(), tar);
            }
        }
        return new DiffId(Digest.ofSha256(hash.digest()));
    }

    private static void write(String name, HostEntry entry, TarWriter tar) throws IOException {
        switch (entry) {
            case HostEntry.Folder folder ->
                    tar.entry(
                            TarEntry.builder(EntryType.DIRECTORY, name)
                                    .mode(folder.mode())
                                    .uid(folder.uid())
                                    .gid(folder.gid())
                                    .build());
            case HostEntry.Link link ->
                    tar.entry(
                            TarEntry.builder(EntryType.SYMLINK, name)
                                    .mode(0777)
                                    .linkName(link.target().getBytes(StandardCharsets.UTF_8))
                                    .build());
            case HostEntry.HostFile file -> {
                TarEntry.Builder header =
                        TarEntry.builder(EntryType.FILE, name)
                                .mode(file.mode())
                                .uid(file.uid())
                                .gid(file.gid())
                                .size(file.size())
                                .modified(file.modified());
                file.capability().ifPresent(value -> header.xattr(HostEntry.CAPABILITY, value));
                tar.entry(header.build());
                copy(file.source(), tar);
            }
            case HostEntry.Written written -> {
                byte[] bytes = written.content().getBytes(StandardCharsets.UTF_8);
                tar.entry(
                        TarEntry.builder(EntryType.FILE, name)
                                .mode(written.mode())
                                .size(bytes.length)
                                .build());
                tar.write(bytes, 0, bytes.length);
            }
        }
    }

    private static void copy(Path file, TarWriter tar) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                tar.write(buffer, 0, count);
            }
        }
    }

    private static Instant newest(Iterable<HostTree> trees) {
        Instant newest = Instant.EPOCH;
        for (HostTree tree : trees) {
            for (HostEntry entry : tree.entries().values()) {
                if (entry instanceof HostEntry.HostFile file && file.modified().isAfter(newest)) {
                    newest = file.modified();
                }
            }
        }
        return newest;
    }

    private static void delete(Map<DiffId, Path> layers) throws IOException {
        for (Path file : new ArrayList<>(layers.values())) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        delete(layers);
    }
}
