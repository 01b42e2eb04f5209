package dev.mica.registry;

/**
 * The answer to {@code docker login}.
 *
 * @param status for the user to read: {@code Login Succeeded}
 * @param identityToken stands in for the password from now on; empty where the registry gives none
 */
public record LoginResult(String status, String identityToken) {

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
        return status;
    }
}
