package dev.mica.testkit;

import dev.mica.archive.EntryType;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarReader;
import dev.mica.archive.TarWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Builds the archive of a small layer, in the form that images have it. */
public final class LayerTar {
    private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000L);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarWriter tar = new TarWriter(bytes);

    /** A directory, 0755. */
    public LayerTar directory(String name) {
        return entry(TarEntry.builder(EntryType.DIRECTORY, name).mode(0755), "");
    }

    /** A file, 0644. */
    public LayerTar file(String name, String content) {
        return entry(TarEntry.builder(EntryType.FILE, name).mode(0644), content);
    }

    /** A symbolic link. */
    public LayerTar symlink(String name, String target) {
        return entry(
                TarEntry.builder(EntryType.SYMLINK, name)
                        .mode(0777)
                        .linkName(target.getBytes(StandardCharsets.UTF_8)),
                "");
    }

    /** One more name of a file. */
    public LayerTar link(String name, String target) {
        return entry(
                TarEntry.builder(EntryType.HARD_LINK, name)
                        .mode(0644)
                        .linkName(target.getBytes(StandardCharsets.UTF_8)),
                "");
    }

    /** Hides what the layers below have under a name. */
    public LayerTar whiteout(String directory, String name) {
        return file(directory + "/.wh." + name, "");
    }

    /** Hides all that the layers below have in a directory. */
    public LayerTar opaque(String directory) {
        return file(directory + "/.wh..wh..opq", "");
    }

    private LayerTar entry(TarEntry.Builder entry, String content) {
        byte[] data = content.getBytes(StandardCharsets.UTF_8);
        try {
            tar.entry(entry.size(data.length).modified(TIME).build());
            if (data.length > 0) {
                tar.write(data, 0, data.length);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The archive, to be read once. */
    public TarReader reader() {
        return reader(toBytes());
    }

    /** An archive to be read once. */
    static TarReader reader(byte[] archive) {
        return new TarReader(new ByteArrayInputStream(archive));
    }

    /** The archive's bytes. */
    public byte[] toBytes() {
        try {
            tar.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
