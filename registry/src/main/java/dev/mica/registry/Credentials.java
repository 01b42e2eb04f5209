package dev.mica.registry;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import io.avaje.jsonb.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as Docker's clients send it with {@code X-Registry-Auth} and {@code POST /auth}. Empty
 * strings stand for what is not given.
 *
 * @param username of an account at the registry
 * @param password of that account
 * @param identityToken what a login gave in place of the password
 * @param registryToken a bearer token to send as it is
 * @param serverAddress the registry, where that is not known otherwise: of a login
 */
public record Credentials(
        String username,
        String password,
        String identityToken,
        String registryToken,
        String serverAddress) {

    /** Nobody in particular. */
    public static final Credentials NONE = new Credentials("", "", "", "", "");

    /** As JSON. */
    @Json
    record Fields(
            @Json.Property("username") @Nullable String username,
            @Json.Property("password") @Nullable String password,
            @Json.Property("auth") @Nullable String auth,
            @Json.Property("identitytoken") @Nullable String identityToken,
            @Json.Property("registrytoken") @Nullable String registryToken,
            @Json.Property("serveraddress") @Nullable String serverAddress) {}

    /**
     * Reads the header {@code X-Registry-Auth}: JSON in base64url. As in dockerd, a header that is
     * none of that counts as absent, since clients send such.
     */
    public static Credentials parseHeader(String header) {
        try {
            return parse(decode(header));
        } catch (IllegalArgumentException | RegistryException e) {
            return NONE;
        }
    }

    /**
     * Reads the JSON of a login.
     *
     * @throws RegistryException when it is no JSON of that shape
     */
    public static Credentials parse(byte[] json) {
        Fields f;
        try {
            f = GoJson.read(json, Fields.class);
        } catch (MalformedJsonException e) {
            throw new RegistryException(
                    RegistryException.Kind.INVALID, String.valueOf(e.getMessage()), e);
        }
        String username = orEmpty(f.username());
        String password = orEmpty(f.password());
        if (username.isEmpty() && f.auth() != null) {
            String pair = userAndPassword(f.auth());
            int colon = pair.indexOf(':');
            if (colon > 0) {
                username = pair.substring(0, colon);
                password = pair.substring(colon + 1);
            }
        }
        return new Credentials(
                username,
                password,
                orEmpty(f.identityToken()),
                orEmpty(f.registryToken()),
                orEmpty(f.serverAddress()));
    }

    private static String userAndPassword(String auth) {
        try {
            return new String(decode(auth), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static byte[] decode(String base64) {
        String urlSafe = base64.strip().replace('+', '-').replace('/', '_');
        return Base64.getUrlDecoder().decode(urlSafe);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Whether there is a name and password to send. */
    boolean hasPassword() {
        return !username.isEmpty();
    }

    /** The value of an {@code Authorization} header of scheme Basic. */
    String basic() {
        byte[] pair = (username + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "Credentials["
                + username
                + (serverAddress.isEmpty() ? "" : "@" + serverAddress)
                + ']';
    }
}
