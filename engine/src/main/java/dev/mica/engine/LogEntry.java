package dev.mica.engine;

import dev.mica.image.json.GoTime;
import io.avaje.jsonb.Json;
import java.time.Instant;

/**
 * A line of {@code <id>-json.log}: a piece of output of at most 16 KiB, with its newline where it
 * ends a line. Bytes that are no UTF-8 were replaced when it was written, as Docker does.
 *
 * @param log the text
 * @param stream {@code stdout} or {@code stderr}
 * @param time when it was written
 */
@Json
record LogEntry(
        @Json.Property("log") String log,
        @Json.Property("stream") String stream,
        @Json.Property("time") Instant time) {

    LogEntry {
        log = Texts.orEmpty(log);
        stream = Texts.orEmpty(stream);
        time = Texts.or(time, GoTime.ZERO);
    }

    StreamType type() {
        return stream.equals("stderr") ? StreamType.STDERR : StreamType.STDOUT;
    }
}
