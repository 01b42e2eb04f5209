package dev.mica.image;

import dev.mica.archive.EntryType;
import dev.mica.archive.TarEntry;
import dev.mica.archive.TarWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the archive of {@code docker save}: the very bytes that dockerd 20.10 writes for the same
 * images.
 */
public final class SaveArchive {

    /** Where the layers' tars come from. */
    public interface LayerSource {

        /** How many bytes {@link #write} is going to write. */
        long size(ChainId layer) throws IOException;

        /** Writes a layer's uncompressed tar, byte for byte as it came. Leaves the stream open. */
        void write(ChainId layer, OutputStream out) throws IOException;
    }

    private SaveArchive() {}

    /**
     * Writes an archive; leaves the stream open.
     *
     * @param plan of {@link SavePlan}
     * @throws IOException of the stream or the layers; the archive is then cut off
     */
    public static void write(Iterable<SaveEntry> plan, LayerSource layers, OutputStream out)
            throws IOException {
        try (TarWriter tar = new TarWriter(out)) {
            for (SaveEntry entry : plan) {
                write(entry, layers, tar);
            }
        }
    }

    private static void write(SaveEntry entry, LayerSource layers, TarWriter tar)
            throws IOException {
        switch (entry) {
            case SaveEntry.Directory directory ->
                    tar.entry(header(directory, EntryType.DIRECTORY).build());
            case SaveEntry.Content content -> {
                byte[] bytes = content.bytes().toArray();
                tar.entry(header(content, EntryType.FILE).size(bytes.length).build());
                tar.write(bytes, 0, bytes.length);
            }
            case SaveEntry.Layer layer -> {
                tar.entry(header(layer, EntryType.FILE).size(layers.size(layer.layer())).build());
                layers.write(layer.layer(), new EntryOutput(tar));
            }
            case SaveEntry.Link link ->
                    tar.entry(
                            header(link, EntryType.SYMLINK)
                                    .linkName(link.target().getBytes(StandardCharsets.US_ASCII))
                                    .build());
        }
    }

    private static TarEntry.Builder header(SaveEntry entry, EntryType type) {
        return TarEntry.builder(type, entry.name())
                .mode(entry.mode())
                .userName("root")
                .groupName("root")
                .modified(entry.modified());
    }

    /** The current entry's content as a stream. */
    private static final class EntryOutput extends OutputStream {

        private final TarWriter tar;

        EntryOutput(TarWriter tar) {
            this.tar = tar;
        }

        @Override
        public void write(int b) throws IOException {
            tar.write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            tar.write(bytes, offset, length);
        }
    }
}
