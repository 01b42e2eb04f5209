package dev.mica.dockerapi;

import io.helidon.common.buffers.DataReader;
import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a client sends on a connection it has taken over: a container's stdin. It ends when the
 * client half-closes, and fails when the connection breaks.
 */
final class ConnectionStream extends InputStream {
    private final DataReader reader;

    ConnectionStream(DataReader reader) {
        this.reader = reader;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            reader.ensureAvailable();
            int available = Math.min(length, reader.available());
            return reader.readBuffer(available).read(bytes, offset, available);
        } catch (DataReader.InsufficientDataAvailableException e) {
            return -1;
        } catch (CloseConnectionException e) {
            throw new IOException("the connection broke", e);
        }
    }
}
