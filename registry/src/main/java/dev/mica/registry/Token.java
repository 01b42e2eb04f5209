package dev.mica.registry;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.registry.RegistryException.Kind;
import io.avaje.jsonb.Json;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token.
 *
 * @param value to be sent
 * @param deadline until when
 * @param refresh stands in for the password when the next one is asked for; empty for none
 */
record Token(String value, Deadline deadline, String refresh) {

    /** What is taken for the life of a token, in seconds, when the server says less or nothing. */
    private static final int SHORTEST_LIFE = 60;

    /** Seconds by which a token is let go early, so that it does not expire on its way. */
    private static final int MARGIN = 5;

    private static final int LONGEST_LIFE = 24 * 3600;

    /** The server's answer. */
    @Json
    record Fields(
            @Json.Property("token") @Nullable String token,
            @Json.Property("access_token") @Nullable String accessToken,
            @Json.Property("expires_in") int expiresIn,
            @Json.Property("refresh_token") @Nullable String refreshToken) {}

    /**
     * Reads a token server's answer.
     *
     * @param subject what the token is for, for the error
     */
    static Token parse(byte[] json, Request subject) {
        Fields fields;
        try {
            fields = GoJson.read(json, Fields.class);
        } catch (MalformedJsonException e) {
            throw new RegistryException(
                    Kind.UNEXPECTED,
                    subject + ": unable to decode token response: " + e.getMessage(),
                    e);
        }
        String value = fields.token() == null ? fields.accessToken() : fields.token();
        if (value == null || value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > 126)) {
            throw new RegistryException(
                    Kind.UNEXPECTED,
                    subject + ": authorization server did not include a token in the response");
        }
        int life = Math.clamp(fields.expiresIn(), SHORTEST_LIFE, LONGEST_LIFE) - MARGIN;
        String refresh = fields.refreshToken() == null ? "" : fields.refreshToken();
        return new Token(value, Deadline.in(Duration.ofSeconds(life)), refresh);
    }

    boolean isLive() {
        return deadline.nanosLeft(Duration.ofDays(1)) > 0;
    }

    /** The value of an {@code Authorization} header. */
    String bearer() {
        return "Bearer " + value;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Token[" + (isLive() ? "live" : "expired") + ']';
    }
}
