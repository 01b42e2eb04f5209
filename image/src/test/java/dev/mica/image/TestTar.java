package dev.mica.image;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Makes archives, and reads them into an {@link ArchiveIndex} as the image store does. */
final class TestTar {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8");

    TestTar() {
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    TestTar file(String name, byte[] content) {
        return entry(new TarArchiveEntry(name, true), content);
    }

    TestTar file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    TestTar symlink(String name, String target) {
        return link(name, target, TarConstants.LF_SYMLINK);
    }

    TestTar hardLink(String name, String target) {
        return link(name, target, TarConstants.LF_LINK);
    }

    private TestTar link(String name, String target, byte type) {
        TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
        entry.setLinkName(target);
        return entry(entry, new byte[0]);
    }

    private TestTar entry(TarArchiveEntry entry, byte[] content) {
        try {
            entry.setModTime(0);
            entry.setSize(content.length);
            out.putArchiveEntry(entry);
            out.write(content);
            out.closeArchiveEntry();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] toBytes() {
        try {
            out.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The images of this archive. */
    List<ArchivedImage> images() {
        return images(toBytes());
    }

    static List<ArchivedImage> images(byte[] archive) {
        return index(new ByteArrayInputStream(archive)).images(Platform.parse("linux/amd64"));
    }

    static byte[] gzip(byte[] content) {
        try {
            ByteArrayOutputStream zipped = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                gzip.write(content);
            }
            return zipped.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ArchiveIndex index(InputStream archive) {
        ArchiveIndex index = new ArchiveIndex();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(archive)) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (entry.isSymbolicLink()) {
                    index.symbolicLink(entry.getName(), entry.getLinkName());
                } else if (entry.isLink()) {
                    index.hardLink(entry.getName(), entry.getLinkName());
                } else if (entry.isFile()) {
                    member(index, entry, tar.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return index;
    }

    private static void member(ArchiveIndex index, TarArchiveEntry entry, byte[] content)
            throws IOException {
        byte[] head = Arrays.copyOf(content, Math.min(content.length, ArchiveIndex.HEAD_SIZE));
        switch (index.classify(entry.getName(), entry.getSize(), head)) {
            case METADATA -> index.metadata(entry.getName(), content);
            case LAYER -> index.layer(entry.getName(), diffId(content), Digest.of(content));
            case IGNORED -> {}
        }
    }

    private static DiffId diffId(byte[] layer) throws IOException {
        boolean zipped = layer.length > 2 && layer[0] == 0x1f && (layer[1] & 0xff) == 0x8b;
        MessageDigest digest = Digest.Algorithm.SHA256.hasher();
        InputStream raw = new ByteArrayInputStream(layer);
        try (InputStream in =
                new DigestInputStream(zipped ? new GZIPInputStream(raw) : raw, digest)) {
            in.readAllBytes();
        }
        return new DiffId(Digest.ofSha256(digest.digest()));
    }
}
