package dev.mica.dockerapi;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body as a plain stream: a client that goes away is an {@link IOException} and broken
 * framing an {@link ApiException}, where Helidon throws various unchecked ones.
 */
final class RequestBody extends InputStream {
    /** A body that the handler left unread is read up to here, else the connection is closed. */
    private static final int LONGEST_SKIPPED = 256 << 10;

    private final ServerRequest request;
    private @Nullable InputStream helidon;

    RequestBody(ServerRequest request) {
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (!request.content().hasEntity()) {
            return -1;
        }
        try {
            if (helidon == null) {
                helidon = request.content().inputStream();
            }
            return helidon.read(bytes, offset, length);
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw (IOException) new EOFException("unexpected EOF").initCause(e);
        } catch (RequestException | IllegalArgumentException | IncorrectNewLineException e) {
            throw new ApiException(400, "malformed chunked encoding: " + e.getMessage());
        }
    }

    /** Reads what is left of the body; false if the connection is better closed. */
    boolean skipRest() {
        if (!request.content().hasEntity() || request.content().consumed()) {
            return true;
        }
        if (request.headers().contains(HeaderNames.EXPECT) && !request.continueSent()) {
            return false;
        }
        try {
            return readNBytes(LONGEST_SKIPPED).length < LONGEST_SKIPPED;
        } catch (IOException e) {
            return false;
        }
    }
}
