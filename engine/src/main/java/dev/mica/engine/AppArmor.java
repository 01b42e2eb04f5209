package dev.mica.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * AppArmor, where the host has it: the profile that containers get unless the user names another,
 * and loading it into the kernel.
 */
final class AppArmor {
    /** What the profile is called; not Docker's name, since a dockerd here may have its own. */
    static final String PROFILE = "mica-default";

    private static final Path ENABLED = Path.of("/sys/module/apparmor/parameters/enabled");
    private static final Path PARSER = Path.of("/sbin/apparmor_parser");
    private static final Path LOADED = Path.of("/sys/kernel/security/apparmor/profiles");

    private AppArmor() {}

    /** Whether the kernel enforces profiles. */
    static boolean enabled() {
        try {
            return Files.exists(ENABLED) && Files.readString(ENABLED).startsWith("Y");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether profiles can be loaded as well. */
    static boolean usable() {
        return enabled() && Files.isExecutable(PARSER);
    }

    /**
     * Loads the default profile, unless it is there. Costs one process the first time after boot.
     *
     * @throws EngineException where the parser refuses it
     */
    static void load() {
        if (loaded()) {
            return;
        }
        try {
            Process parser =
                    new ProcessBuilder(PARSER.toString(), "-Kr").redirectErrorStream(true).start();
            try (var out = parser.getOutputStream();
                    InputStream profile =
                            Objects.requireNonNull(
                                    AppArmor.class.getResourceAsStream("apparmor.txt"))) {
                profile.transferTo(out);
            }
            String answer =
                    new String(parser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!parser.waitFor(30, TimeUnit.SECONDS) || parser.exitValue() != 0) {
                parser.destroyForcibly();
                throw EngineException.system(
                        "AppArmor is on and the profile "
                                + PROFILE
                                + " could not be loaded by "
                                + PARSER
                                + ": "
                                + answer.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.system("interrupted while loading the profile " + PROFILE);
        }
    }

    private static boolean loaded() {
        try {
            return Files.readAllLines(LOADED).stream().anyMatch(l -> l.startsWith(PROFILE + " "));
        } catch (IOException e) {
            return false; // not readable: the parser decides
        }
    }
}
