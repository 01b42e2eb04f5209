package dev.mica.storage;

import dev.mica.archive.ArchiveException;
import dev.mica.archive.TarSplitAssembler;
import dev.mica.errno.ErrnoException;
import dev.mica.image.ChainId;
import dev.mica.image.DiffId;
import dev.mica.image.Digest;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.storage.LayerDb.Entry;
import dev.mica.storage.spi.DiffDirectory;
import dev.mica.storage.spi.LayerMounts;
import dev.mica.storage.spi.StorageDriver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Puts a layer's archive together again, byte for byte, from its {@code tar-split.json.gz} and its
 * files.
 */
final class LayerArchive {
    private static final int SPLIT_BUFFER = 64 * 1024;

    private final Linux linux;
    private final StorageDriver driver;
    private final LayerMounts mounts;
    private final LayerDb db;

    LayerArchive(Linux linux, StorageDriver driver, LayerMounts mounts, LayerDb db) {
        this.linux = linux;
        this.driver = driver;
        this.mounts = mounts;
        this.db = db;
    }

    /** Writes a layer of the store. */
    void write(Entry layer, OutputStream out) {
        write(layer.cacheId(), db.tarSplit(layer.chain()), layer.diffId(), out);
    }

    /** How many bytes a layer's archive has. */
    long size(Entry layer) {
        try (InputStream in = open(db.tarSplit(layer.chain()))) {
            return TarSplitAssembler.length(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path split) throws IOException {
        return new BufferedInputStream(Files.newInputStream(split), SPLIT_BUFFER);
    }

    /** Writes a layer that was unpacked, whether it is filed by now or not. */
    void write(StagedLayer layer, OutputStream out) {
        ChainId filed = layer.filedAs();
        write(
                layer.cacheId(),
                filed == null ? db.stagedTarSplit(layer.cacheId()) : db.tarSplit(filed),
                layer.diffId(),
                out);
    }

    private void write(String cacheId, Path split, DiffId diffId, OutputStream out) {
        boolean direct = driver instanceof DiffDirectory;
        try (DigestedOutput digested = new DigestedOutput(out);
                Directory own =
                        driver instanceof DiffDirectory diffs
                                ? diffs.openDiff(cacheId)
                                : Directory.open(
                                        linux, mounts.acquire(driver, cacheId).toString());
                LayerFiles files = new LayerFiles(own);
                InputStream in = open(split)) {
            TarSplitAssembler.assemble(in, files, digested);
            if (!digested.digest().equals(diffId.digest())) {
                throw new StorageException("the digest is " + digested.digest());
            }
        } catch (ArchiveException | ErrnoException | StorageException e) {
            throw new StorageException(
                    "could not verify layer data for: "
                            + diffId
                            + ". This may be because internal files in the layer store were"
                            + " modified. Re-pulling or rebuilding this image may resolve the"
                            + " issue: "
                            + e.getMessage(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (!direct) {
                mounts.release(driver, cacheId);
            }
        }
    }

    /** Passes bytes on and digests them; closing it closes nothing. */
    private static final class DigestedOutput extends OutputStream {
        private final OutputStream out;
        private final MessageDigest digest = Digest.Algorithm.SHA256.hasher();

        DigestedOutput(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            digest.update((byte) b);
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            digest.update(bytes, offset, length);
            out.write(bytes, offset, length);
        }

        Digest digest() {
            return Digest.ofSha256(digest.digest());
        }
    }
}
