package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** What unpacking an archive leaves: tar-split's record, and the files by name. */
final class Unpacked {
    private final byte[] split;
    private final Map<String, byte[]> files;

    private Unpacked(byte[] split, Map<String, byte[]> files) {
        this.split = split;
        this.files = files;
    }

    static Unpacked of(byte[] archive) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        Map<String, byte[]> files = new HashMap<>();
        try (TarSplitWriter split = new TarSplitWriter(record)) {
            TarReader tar = new TarReader(new ByteArrayInputStream(archive), split);
            for (TarEntry e = tar.next(); e != null; e = tar.next()) {
                if (e.type() == EntryType.FILE) {
                    files.put(new String(e.name(), ISO_8859_1), tar.content().readAllBytes());
                }
            }
            tar.finish();
        }
        return new Unpacked(record.toByteArray(), files);
    }

    byte[] split() {
        return split;
    }

    Map<String, byte[]> files() {
        return files;
    }

    byte[] assembled() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarSplitAssembler.assemble(
                new ByteArrayInputStream(split),
                name -> new ByteArrayInputStream(files.get(new String(name, ISO_8859_1))),
                out);
        return out.toByteArray();
    }

    /** The record, uncompressed. */
    String lines() throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(split))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
