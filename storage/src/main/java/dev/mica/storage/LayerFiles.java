package dev.mica.storage;

import dev.mica.archive.LayerPath;
import dev.mica.archive.TarSplitAssembler;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.DirectoryCache;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Names;
import dev.mica.linux.Root;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The files of a layer by the names they had in its archive. A path that led through a symbolic
 * link of the layer when it was unpacked leads there again, and never outside. Not thread-safe; one
 * file is open at a time.
 */
final class LayerFiles implements TarSplitAssembler.Files, AutoCloseable {
    private static final int BUFFER = 256 * 1024;

    private final Linux linux;
    private final DirectoryCache directories;
    private final Root root;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    /**
     * @param top the layer's own tree; closed with this
     */
    LayerFiles(Directory top) {
        this.linux = top.linux();
        this.root = new Root(top, Root.Links.WITHIN);
        this.directories = new DirectoryCache(root);
    }

    @Override
    public InputStream open(byte[] name) {
        String path = Names.decode(LayerPath.clean(name));
        Root.Place place = directories.place(path);
        int fd =
                linux.openat(
                        place.directory().fd(),
                        place.name(),
                        Flags.O_RDONLY | Flags.O_NOFOLLOW | Flags.O_NONBLOCK,
                        0);
        if (fd < 0) {
            throw new ErrnoException(-fd, "open", "/" + path);
        }
        buffer.clear().limit(0);
        return new FileInput(new Fd(linux, fd));
    }

    @Override
    public void close() {
        directories.close();
        root.close();
    }

    private final class FileInput extends InputStream {
        private final Fd fd;

        FileInput(Fd fd) {
            this.fd = fd;
        }

        @Override
        public int read() {
            return fill() ? buffer.get() & 0xFF : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, buffer.remaining());
            buffer.get(bytes, offset, count);
            return count;
        }

        private boolean fill() {
            if (buffer.hasRemaining()) {
                return true;
            }
            buffer.clear();
            int count = fd.read(buffer);
            buffer.flip();
            return count > 0;
        }

        @Override
        public void close() {
            fd.close();
        }
    }
}
