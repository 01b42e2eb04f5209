package dev.mica.cli;

import dev.mica.image.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;

/**
 * What {@code docker login} kept in {@code config.json}: a name and a password for each registry.
 * Credential helpers, programs that keep them elsewhere, are not asked.
 */
final class RegistryLogins {

    private static final String HUB = "https://index.docker.io/v1/";

    private final Json auths;

    private RegistryLogins(Json auths) {
        this.auths = auths;
    }

    /**
     * Reads them from {@code $DOCKER_CONFIG}, or {@code ~/.docker}.
     *
     * @throws CommandException when the file is there and cannot be read
     */
    static RegistryLogins read(Shell shell) {
        Path folder =
                shell.variable("DOCKER_CONFIG")
                        .map(Path::of)
                        .orElseGet(() -> Path.of(shell.variable("HOME").orElse("/"), ".docker"));
        Path file = folder.resolve("config.json");
        try {
            return new RegistryLogins(Json.read(Files.readAllBytes(file)).at("auths"));
        } catch (NoSuchFileException e) {
            return new RegistryLogins(new Json.Members());
        } catch (IOException | MalformedJsonException e) {
            throw new CommandException("cannot read " + file + ": " + e.getMessage(), 1, e);
        }
    }

    /** The value of {@code X-Registry-Auth} for a registry, empty credentials if none are kept. */
    String header(String domain) {
        Json kept = auths.at(domain.equals("docker.io") ? HUB : domain);
        Json.Members credentials = new Json.Members();
        String[] pair = decode(kept.text("auth")).split(":", 2);
        if (pair.length == 2) {
            credentials.put("username", pair[0]).put("password", pair[1]);
        }
        if (!kept.at("identitytoken").isNull()) {
            credentials.put("identitytoken", kept.text("identitytoken"));
        }
        if (!credentials.members().isEmpty()) {
            credentials.put("serveraddress", domain);
        }
        return Base64.getUrlEncoder()
                .encodeToString(credentials.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
