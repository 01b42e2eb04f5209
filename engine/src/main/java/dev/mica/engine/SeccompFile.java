package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.util.Optional;

/**
 * A profile of the user's own: {@code --security-opt seccomp=FILE}, whose content the client sends.
 */
final class SeccompFile {

    private SeccompFile() {}

    static Optional<OciSpec.Seccomp> of(HostConfig host) {
        Optional<String> text =
                SpecBuilder.securityOption(host, "seccomp")
                        .filter(t -> !t.equals("unconfined") && !t.equals("builtin"));
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(GoJson.read(text.get(), OciSpec.Seccomp.class));
        } catch (MalformedJsonException e) {
            throw EngineException.invalid("Decoding seccomp profile failed: " + e.getMessage());
        }
    }
}
