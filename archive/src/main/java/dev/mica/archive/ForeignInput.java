package dev.mica.archive;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A library's decompressor, with failures told apart: those of the source stay {@link
 * IOException}s, all others are broken input.
 */
final class ForeignInput extends InputStream {

    /** Makes the decompressor. */
    @FunctionalInterface
    interface Codec {
        InputStream open(InputStream source) throws IOException;
    }

    private final String format;
    private final InputStream source;
    private final InputStream plain;

    ForeignInput(String format, InputStream source, Codec codec) throws IOException {
        this.format = format;
        this.source = source;
        try {
            this.plain = codec.open(new Source(source));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return plain.read(target, offset, length);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (EOFException e) {
            throw new ArchiveException(ArchiveException.UNEXPECTED_EOF, e);
        } catch (IOException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage());
            boolean truncated = reason.startsWith("Truncated") || reason.startsWith("Not enough");
            throw new ArchiveException(
                    truncated ? ArchiveException.UNEXPECTED_EOF : format + ": " + reason, e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            plain.close();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            source.close();
        }
    }

    /** The source, whose failures pass unseen through the library. */
    private static final class Source extends FilterInputStream {
        Source(InputStream in) {
            super(in);
        }

        @Override
        public int read() {
            try {
                return in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            try {
                return in.read(target, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
