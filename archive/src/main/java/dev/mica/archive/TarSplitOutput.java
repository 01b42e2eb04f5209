package dev.mica.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * The lines of {@code tar-split.json.gz}, in the form that Go's {@code encoding/json} gives them,
 * so that dockerd reads them.
 */
final class TarSplitOutput {
    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final OutputStream out;
    private byte[] line = new byte[64 * 1024];
    private int used;
    private long position;

    TarSplitOutput(OutputStream out) throws IOException {
        this.out = new FastGzip(out);
    }

    /** A line for bytes of the archive. */
    void segment(byte[] bytes, int length) throws IOException {
        ascii("{\"type\":2,\"payload\":\"");
        base64(ByteBuffer.wrap(bytes, 0, length));
        ascii("\"");
        end();
    }

    /** A line for an entry with content in a file. */
    void file(byte[] name, long size, long checksum) throws IOException {
        ascii("{\"type\":1");
        name(name);
        ascii(",\"size\":" + size + ",\"payload\":\"");
        base64(ByteBuffer.allocate(Long.BYTES).putLong(checksum).flip());
        ascii("\"");
        end();
    }

    /** A line for an entry without. */
    void emptyFile(byte[] name) throws IOException {
        ascii("{\"type\":1");
        name(name);
        ascii(",\"payload\":null");
        end();
    }

    void close() throws IOException {
        out.write(line, 0, used);
        out.close();
    }

    private void end() throws IOException {
        ascii(",\"position\":" + position++ + "}\n");
        if (used > line.length / 2) {
            out.write(line, 0, used);
            used = 0;
        }
    }

    private void name(byte[] name) {
        if (name.length == 0) {
            return;
        }
        if (!isUtf8(name)) {
            ascii(",\"name_raw\":\"");
            base64(ByteBuffer.wrap(name));
        } else {
            ascii(",\"name\":\"");
            for (int i = 0; i < name.length; i++) {
                character(name, i);
            }
        }
        ascii("\"");
    }

    /** Escapes what Go escapes; it has HTML in mind. */
    private void character(byte[] name, int at) {
        byte b = name[at];
        switch (b) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            case '<', '>', '&' -> escaped(b);
            default -> {
                if (b >= 0 && b < ' ') {
                    escaped(b);
                } else {
                    reserve(1);
                    line[used++] = b;
                }
            }
        }
    }

    private void escaped(byte b) {
        ascii("\\u00");
        reserve(2);
        line[used++] = HEX[b >> 4];
        line[used++] = HEX[b & 0xF];
    }

    private void base64(ByteBuffer bytes) {
        ByteBuffer text = Base64.getEncoder().encode(bytes);
        int length = text.remaining();
        reserve(length);
        text.get(line, used, length);
        used += length;
    }

    @SuppressWarnings("deprecation") // the cheap way to lay ASCII down, and ASCII it is
    private void ascii(String text) {
        int length = text.length();
        reserve(length);
        text.getBytes(0, length, line, used);
        used += length;
    }

    private void reserve(int count) {
        if (line.length - used < count) {
            line = Arrays.copyOf(line, Math.max(used + count, 2 * line.length));
        }
    }

    private static boolean isUtf8(byte[] name) {
        return TarHeader.isAscii(name)
                || Arrays.equals(new String(name, UTF_8).getBytes(UTF_8), name);
    }

    /** The stream is written once, read seldom and digested never: speed before size. */
    private static final class FastGzip extends GZIPOutputStream {
        private final OutputStream target;

        FastGzip(OutputStream target) throws IOException {
            super(target, 64 * 1024);
            this.target = target;
            def.setLevel(Deflater.BEST_SPEED);
        }

        @Override
        public void close() throws IOException {
            try {
                finish();
                target.flush();
            } finally {
                def.end();
            }
        }
    }
}
