package dev.mica.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs there are. One is made only when it is asked for: each costs milliseconds of
 * reflection.
 */
final class Verbs {

    /** In the order in which help lists them. */
    static final List<String> NAMES = List.of("version");

    private Verbs() {}

    /** The verb of this name, if there is one. */
    static Optional<Verb> make(String name, Shell shell) {
        return Optional.ofNullable(verb(name, shell));
    }

    private static @Nullable Verb verb(String name, Shell shell) {
        return switch (name) {
            case "version" -> new VersionVerb(shell);
            default -> null;
        };
    }
}
