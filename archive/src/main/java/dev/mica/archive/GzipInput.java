package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The plain bytes of a gzip stream of any number of members, with each member's checksum and length
 * checked. As Go's {@code compress/gzip}, and other than {@link java.util.zip.GZIPInputStream}:
 * what follows the last member and is no member is an error, and whether there is one more is not
 * told by {@link InputStream#available}.
 */
final class GzipInput extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream source;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private boolean inMember;
    private boolean ended;
    private boolean closed;

    /**
     * @param source closed with this stream
     */
    GzipInput(InputStream source) {
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("Stream closed");
        }
        if (length == 0) {
            return 0;
        }
        while (inMember || beginMember()) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw corrupt();
            } else {
                feed();
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            inflater.end();
            source.close();
        }
    }

    private int inflate(byte[] target, int offset, int length) {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException _) {
            throw corrupt();
        }
    }

    private void feed() throws IOException {
        if (!fill()) {
            throw ArchiveException.unexpectedEof();
        }
        inflater.setInput(buffer, position, limit - position);
        position = limit;
    }

    /** Reads a member's header; false when the stream has ended before it. */
    private boolean beginMember() throws IOException {
        ended = ended || (position == limit && !fill());
        if (ended) {
            return false;
        }
        CRC32 crc = new CRC32();
        if (headerByte(crc) != 0x1F || headerByte(crc) != 0x8B || headerByte(crc) != 8) {
            throw new ArchiveException("gzip: invalid header");
        }
        int flags = headerByte(crc);
        for (int i = 0; i < 6; i++) {
            headerByte(crc); // time, flags of the compressor, operating system
        }
        if ((flags & EXTRA) != 0) {
            int length = headerByte(crc) | headerByte(crc) << 8;
            for (int i = 0; i < length; i++) {
                headerByte(crc);
            }
        }
        skipText(flags & NAME, crc);
        skipText(flags & COMMENT, crc);
        if ((flags & HEADER_CRC) != 0) {
            int expected = (int) crc.getValue() & 0xFFFF;
            if ((next() | next() << 8) != expected) {
                throw new ArchiveException("gzip: invalid header");
            }
        }
        checksum.reset();
        inflater.reset();
        inflater.setInput(buffer, position, limit - position);
        position = limit;
        inMember = true;
        return true;
    }

    private void skipText(int flag, CRC32 crc) throws IOException {
        if (flag != 0) {
            while (headerByte(crc) != 0) {
                // up to its end
            }
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        int crc = next() | next() << 8 | next() << 16 | next() << 24;
        int size = next() | next() << 8 | next() << 16 | next() << 24;
        if (crc != (int) checksum.getValue() || size != (int) inflater.getBytesWritten()) {
            throw new ArchiveException("gzip: invalid checksum");
        }
        inMember = false;
    }

    private int headerByte(CRC32 crc) throws IOException {
        int b = next();
        crc.update(b);
        return b;
    }

    private int next() throws IOException {
        if (position == limit && !fill()) {
            throw ArchiveException.unexpectedEof();
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, source.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private ArchiveException corrupt() {
        return new ArchiveException(
                "flate: corrupt input before offset " + inflater.getBytesRead());
    }
}
