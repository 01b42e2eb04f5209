package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.image.ContainerConfig;
import dev.mica.image.HealthConfig;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigChangesTest {
    private static ContainerConfig apply(String... changes) {
        return ConfigChanges.apply(ContainerConfig.EMPTY, List.of(changes));
    }

    @Test
    void commandsAreListsOrAShells() {
        assertThat(apply("CMD [\"a\", \"b c\"]").cmd()).containsExactly("a", "b c");
        assertThat(apply("CMD a b").cmd()).containsExactly("/bin/sh", "-c", "a b");
        assertThat(apply("CMD [a]").cmd()).containsExactly("/bin/sh", "-c", "[a]");
    }

    @Test
    void anEntryPointTakesAwayACommandThatWasMeantForAnother() {
        ContainerConfig before = apply("CMD old");

        assertThat(ConfigChanges.apply(before, List.of("ENTRYPOINT x")).cmd()).isNull();
        assertThat(apply("CMD [\"new\"]", "ENTRYPOINT x").cmd()).containsExactly("new");
    }

    @Test
    void variablesReplaceThoseOfTheSameName() {
        ContainerConfig config = apply("ENV A=1 B=\"two words\"", "ENV A 3");

        assertThat(config.env()).containsExactly("A=3", "B=two words");
    }

    @Test
    void labelsPortsAndVolumesAreAdded() {
        ContainerConfig config =
                apply("LABEL a=1 b=2", "LABEL a=3", "EXPOSE 80 53/udp", "VOLUME /a /b");

        assertThat(config.labels()).containsEntry("a", "3").containsEntry("b", "2");
        assertThat(config.exposedPorts()).containsExactlyInAnyOrder("80/tcp", "53/udp");
        assertThat(config.volumes()).containsExactlyInAnyOrder("/a", "/b");
    }

    @Test
    void aRelativeDirectoryIsInsideTheOneBefore() {
        assertThat(apply("WORKDIR /a", "WORKDIR b").workingDir()).isEqualTo("/a/b");
        assertThat(apply("WORKDIR b/..").workingDir()).isEqualTo("/");
    }

    @Test
    void aHealthCheckIsKept() {
        assertThat(apply("HEALTHCHECK --interval=5s --retries=3 CMD [\"a\"]").healthcheck())
                .isEqualTo(new HealthConfig(List.of("CMD", "a"), 5_000_000_000L, 0, 0, 3));
        assertThat(apply("healthcheck none").healthcheck())
                .isEqualTo(new HealthConfig(List.of("NONE"), 0, 0, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "RUN x, run is not a valid change command",
        "STOPSIGNAL 9, stopsignal is not a valid change command",
        "ENV, ENV requires at least one argument",
        "USER, USER requires exactly one argument",
        "HEALTHCHECK FOO a, 'Unknown type \"FOO\" in HEALTHCHECK (try CMD)'",
        "HEALTHCHECK --retries=0 CMD a, --retries must be at least 1 (not 0)",
        "HEALTHCHECK --timeout=1us CMD a, 'Interval \"timeout\" cannot be less than 1ms'"
    })
    void whatDockerRefusesIsRefusedInItsWords(String change, String message) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> apply(change))
                .withMessage(message);
    }
}
