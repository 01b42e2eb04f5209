package dev.mica.dockerapi;

import dev.mica.image.json.GoJson;
import java.io.ByteArrayOutputStream;
import java.util.List;

/** Answers in JSON as Go's encoder leaves them in a body: a newline stands at the end. */
final class WireJson {
    private WireJson() {}

    /** A wire record. */
    static byte[] line(Object value) {
        var line = new ByteArrayOutputStream();
        line.writeBytes(GoJson.write(value));
        line.write('\n');
        return line.toByteArray();
    }

    /** A list of wire records, {@code []} where it is empty. */
    static byte[] list(List<?> values) {
        var line = new ByteArrayOutputStream();
        char separator = '[';
        for (Object value : values) {
            line.write(separator);
            line.writeBytes(GoJson.write(value));
            separator = ',';
        }
        line.writeBytes(GoText.ascii(values.isEmpty() ? "[]\n" : "]\n"));
        return line.toByteArray();
    }

    /** An error's body. */
    static byte[] message(String message) {
        return line(new ErrorMessage(message));
    }
}
