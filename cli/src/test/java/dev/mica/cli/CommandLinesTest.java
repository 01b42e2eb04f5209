package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and codes are those of docker CLI 28.2.2, with its name changed. */
class CommandLinesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ps --foo          | 125 | unknown flag: --foo",
                "ps -z             | 125 | unknown shorthand flag: 'z' in -z",
                "ps --format       | 125 | flag needs an argument: --format",
                "ps -n x           | 125 | 'invalid argument \"x\" for \"-n, --last\" flag:"
                        + " strconv.ParseInt: parsing \"x\": invalid syntax'",
                "ps --filter bad   | 125 | 'invalid argument \"bad\" for \"-f, --filter\" flag: bad"
                        + " format of filter (expected name=value)'",
                "ps a b            | 1   | mica: 'mica ps' accepts no arguments",
                "rm                | 1   | mica: 'mica rm' requires at least 1 argument",
                "exec c            | 1   | mica: 'mica exec' requires at least 2 arguments",
                "diff              | 1   | mica: 'mica diff' requires 1 argument",
                "images a b        | 1   | mica: 'mica images' requires at most 1 argument",
                "run --foo         | 125 | unknown flag: --foo",
                "run -m 1x i       | 125 | 'invalid argument \"1x\" for \"-m, --memory\" flag:"
                        + " invalid size: ''1x'''",
                "run --mount a=b i | 125 | 'invalid argument \"a=b\" for \"--mount\" flag:"
                        + " unexpected key ''a'' in ''a=b'''"
            })
    void misuseIsToldInDockersWords(String line, int code, String message) {
        CommandRun run = CommandRun.of(line.strip().split(" +"));

        assertThat(run.err()).startsWith(message + "\n\nUsage:  mica ");
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void anUnknownCommandPointsToHelp() {
        CommandRun run = CommandRun.of("foo");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo(
                        """
                        mica: unknown command: mica foo

                        Run 'mica --help' for more information
                        """);
    }

    @Test
    void noDaemonIsDockersErrorAndTheLineThatStartsOne() {
        CommandRun run = CommandRun.of("ps");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("Cannot connect to the Docker daemon at unix:///nonexistent/d.sock.")
                .contains("Is the docker daemon running?\nStart one with: mica daemon\n");
    }

    @Test
    void theHostOptionWinsOverTheEnvironment() {
        assertThat(CommandRun.of("-H", "unix:///other.sock", "ps").err())
                .startsWith("Cannot connect to the Docker daemon at unix:///other.sock.");
        assertThat(CommandRun.of("--host=tcp://a:1", "ps").err())
                .contains("`tcp://a:1`: only unix sockets are served");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "help", ""})
    void theOverviewListsEveryVerb(String argument) {
        CommandRun run = argument.isEmpty() ? CommandRun.of() : CommandRun.of(argument);

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains(Verbs.NAMES);
    }

    @Test
    void everyVerbHasHelpThatStartsWithItsUsage() {
        for (String verb : Verbs.NAMES) {
            assertThat(CommandRun.of(verb, "--help").out()).startsWith("Usage:  mica " + verb);
            assertThat(CommandRun.of("help", verb).out()).startsWith("Usage:  mica " + verb);
        }
    }
}
