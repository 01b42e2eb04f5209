package dev.mica.dockerapi;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

/**
 * Helidon's reader with a bound on one chunk of a chunked body, which Helidon collects whole in
 * memory before anybody sees its first byte. Clients send chunks of 32 KiB to 2 MiB.
 */
final class BoundedReader extends DataReader {
    private static final int LARGEST_CHUNK = 32 << 20;

    @SuppressWarnings("removal") // Helidon offers no other constructor to a subclass
    BoundedReader(ConnectionInput input) {
        super(input);
    }

    @Override
    public BufferData readBuffer(int length) {
        if (length > LARGEST_CHUNK) {
            throw RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .status(Status.REQUEST_ENTITY_TOO_LARGE_413)
                    .setKeepAlive(false)
                    .message(
                            "a chunk of "
                                    + length
                                    + " bytes is over the limit of "
                                    + LARGEST_CHUNK
                                    + "; send smaller chunks")
                    .build();
        }
        return super.readBuffer(length);
    }
}
