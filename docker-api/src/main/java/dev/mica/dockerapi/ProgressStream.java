package dev.mica.dockerapi;

import dev.mica.engine.ProgressMessage;
import dev.mica.engine.ProgressSink;
import dev.mica.image.json.GoJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The progress of a pull, load or import, a JSON object a line, each line ended by CR and LF. A
 * failure before the first line is an ordinary answer; after it, the stream's last line.
 */
final class ProgressStream implements ProgressSink {
    private final ChunkedBody body;
    private boolean begun;

    ProgressStream(Exchange exchange) {
        body = exchange.answer().stream(200, "Content-Type: application/json");
    }

    @Override
    public void accept(ProgressMessage message) {
        line(ProgressBar.drawn(message));
    }

    /** Ends the stream with an error. */
    void fail(String message) {
        line(new ProgressFailure(new ErrorMessage(message), message));
        end();
    }

    /** Whether the head is sent, so that an error can only be a line. */
    boolean begun() {
        return begun;
    }

    void end() {
        body.close();
    }

    private void line(Object value) {
        try {
            begun = true;
            body.write(GoJson.write(value));
            body.write(new byte[] {'\r', '\n'}, 0, 2);
            body.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
