package dev.mica.dockerapi;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import java.util.Optional;

/** The daemon answered with an error; the message is the daemon's. */
public final class DockerClientException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;

    DockerClientException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status, 400 or more. */
    public int status() {
        return status;
    }

    /** The text of {@code {"message":"…"}}. */
    static Optional<String> message(byte[] body) {
        try {
            return Optional.ofNullable(GoJson.read(body, JsonMembers.class).values().get("message"))
                    .map(raw -> raw.as(String.class));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
