package dev.mica.registry;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.registry.RegistryException.Kind;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no success, as Docker's client reads it: the error codes of the distribution
 * specification, and what stands in their place where a server does not keep to it.
 *
 * @param code of the specification, such as {@code MANIFEST_UNKNOWN}; empty where there is none
 * @param text for the user, in Docker's words
 * @param status of HTTP
 */
record ErrorAnswer(String code, String text, int status) {

    static final String DENIED = "DENIED";
    static final String UNAUTHORIZED = "UNAUTHORIZED";
    static final String TOO_MANY_REQUESTS = "TOOMANYREQUESTS";
    static final String MANIFEST_UNKNOWN = "MANIFEST_UNKNOWN";
    static final String NAME_UNKNOWN = "NAME_UNKNOWN";
    static final String BLOB_UNKNOWN = "BLOB_UNKNOWN";

    /** Any other code is {@code unknown} to Docker's client. */
    private static final Map<String, String> MESSAGES =
            Map.ofEntries(
                    Map.entry(DENIED, "requested access to the resource is denied"),
                    Map.entry(UNAUTHORIZED, "authentication required"),
                    Map.entry(TOO_MANY_REQUESTS, "too many requests"),
                    Map.entry(MANIFEST_UNKNOWN, "manifest unknown"),
                    Map.entry(NAME_UNKNOWN, "repository name not known to registry"),
                    Map.entry(BLOB_UNKNOWN, "blob unknown to registry"),
                    Map.entry("UNSUPPORTED", "The operation is unsupported."),
                    Map.entry("UNAVAILABLE", "service unavailable"),
                    Map.entry("NAME_INVALID", "invalid repository name"),
                    Map.entry("TAG_INVALID", "manifest tag did not match URI"),
                    Map.entry("DIGEST_INVALID", "provided digest did not match uploaded content"),
                    Map.entry("SIZE_INVALID", "provided length did not match content length"),
                    Map.entry("MANIFEST_INVALID", "manifest invalid"),
                    Map.entry("PAGINATION_NUMBER_INVALID", "invalid number of results requested"),
                    Map.entry("UNKNOWN", "unknown error"));

    /** The longest piece of a body that is shown. */
    private static final int SHOWN = 1024;

    /** The body as JSON. */
    @Json
    record Fields(
            @Json.Property("details") @Nullable String details,
            @Json.Property("errors") @Nullable List<Item> errors) {}

    /** One error of it. */
    @Json
    record Item(
            @Json.Property("code") @Nullable String code,
            @Json.Property("message") @Nullable String message) {}

    /** Reads the answer, and closes it. */
    static ErrorAnswer read(Reply reply) {
        try (reply) {
            int status = reply.status();
            if (status < 400 || status >= 500) {
                return new ErrorAnswer(
                        "", "received unexpected HTTP status: " + statusLine(status), status);
            }
            for (Challenge challenge : Challenge.parse(reply.headers("WWW-Authenticate"))) {
                String code = ofOauth(challenge);
                if (!code.isEmpty()) {
                    return of(code, challenge.parameter("error_description"), status);
                }
            }
            return ofBody(reply.bytes(Limits.JSON_BODY, "error"), status);
        }
    }

    /** What a token's error, told in the challenge, means. */
    private static String ofOauth(Challenge challenge) {
        if (!challenge.scheme().equals("bearer")) {
            return "";
        }
        return switch (challenge.parameter("error")) {
            case "invalid_token" -> UNAUTHORIZED;
            case "insufficient_scope" -> DENIED;
            default -> "";
        };
    }

    private static ErrorAnswer ofBody(byte[] body, int status) {
        String shown = quote(body);
        Fields fields;
        try {
            fields = GoJson.read(body, Fields.class);
        } catch (MalformedJsonException e) {
            return status == 401
                    ? of(UNAUTHORIZED, "", status)
                    : unparsable(status, String.valueOf(e.getMessage()), shown);
        }
        String details = fields.details();
        if (details != null && !details.isEmpty()) {
            return switch (status) {
                case 401 -> of(UNAUTHORIZED, details, status);
                case 429 -> of(TOO_MANY_REQUESTS, details, status);
                default -> of("UNKNOWN", details, status);
            };
        }
        List<Item> errors = fields.errors();
        if (errors == null || errors.isEmpty()) {
            return status == 401
                    ? of(UNAUTHORIZED, "", status)
                    : unparsable(status, "no error details found in HTTP response body", shown);
        }
        Item first = errors.getFirst();
        return of(orEmpty(first.code()), orEmpty(first.message()), status);
    }

    private static ErrorAnswer of(String code, String message, int status) {
        String known = MESSAGES.containsKey(code) ? code : "UNKNOWN";
        String text = message.isEmpty() ? orEmpty(MESSAGES.get(known)) : message;
        return new ErrorAnswer(known, words(known) + ": " + text, status);
    }

    private static String words(String code) {
        return code.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static ErrorAnswer unparsable(int status, String why, String body) {
        return new ErrorAnswer(
                "",
                "error parsing HTTP " + status + " response body: " + why + ": " + body,
                status);
    }

    /** As Go's {@code %q}, and no more than a screen can bear. */
    private static String quote(byte[] body) {
        StringBuilder quoted = new StringBuilder("\"");
        String text = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ' || c == 127) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append(body.length > SHOWN ? "…\"" : "\"").toString();
    }

    /** {@code 500 Internal Server Error}. */
    static String statusLine(int status) {
        return (status + " " + StatusText.of(status)).strip();
    }

    /** Whether a later try may fare better. */
    boolean isPassing() {
        return status >= 500 || status == 408 || status == 429;
    }

    /** This as an exception; {@code subject} says what was asked, where the text does not. */
    RegistryException toException(String subject) {
        String prefix = subject.isEmpty() ? "" : subject + ": ";
        Kind kind =
                switch (code) {
                    case DENIED, MANIFEST_UNKNOWN, NAME_UNKNOWN, BLOB_UNKNOWN -> Kind.NOT_FOUND;
                    case UNAUTHORIZED -> Kind.UNAUTHORIZED;
                    case TOO_MANY_REQUESTS -> Kind.TOO_MANY_REQUESTS;
                    default -> Kind.UNEXPECTED;
                };
        return new RegistryException(kind, prefix + text);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
