package dev.mica.engine;

import io.avaje.jsonb.Json;

/**
 * Credentials for a registry: moby's {@code types.AuthConfig}. Never logged: {@link #toString}
 * hides its secrets.
 *
 * @param username whose
 * @param password theirs
 * @param auth both, in base64; an old form
 * @param email unused
 * @param serverAddress which registry
 * @param identityToken instead of a password
 * @param registryToken a bearer token to send as it is
 */
@Json
public record RegistryAuth(
        @Json.Property("username") String username,
        @Json.Property("password") String password,
        @Json.Property("auth") String auth,
        @Json.Property("email") String email,
        @Json.Property("serveraddress") String serverAddress,
        @Json.Property("identitytoken") String identityToken,
        @Json.Property("registrytoken") String registryToken) {

    /** Absent strings, which the JSON adapter gives as null, are empty. */
    public RegistryAuth {
        username = Texts.orEmpty(username);
        password = Texts.orEmpty(password);
        auth = Texts.orEmpty(auth);
        email = Texts.orEmpty(email);
        serverAddress = Texts.orEmpty(serverAddress);
        identityToken = Texts.orEmpty(identityToken);
        registryToken = Texts.orEmpty(registryToken);
    }

    @Override
    public String toString() {
        return "RegistryAuth[" + username + "@" + serverAddress + "]";
    }
}
