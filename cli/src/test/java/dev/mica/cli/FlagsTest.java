package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

class FlagsTest {

    private final Shell shell =
            new Shell(InputStream.nullInputStream(), System.out, System.err, Map.of());
    private final CommandLine run = new CommandLines(shell).line(new RunVerb(shell));
    private final CommandLine rm = new CommandLines(shell).line(new RmVerb(shell));

    @Test
    void aFlagThatIsGivenAValueBecomesPlainOrGoes() {
        assertThat(plain(rm, "--force=true", "-v", "--volumes=0", "c"))
                .containsExactly("--force", "-v", "c");
    }

    @Test
    void whatBelongsToTheContainersCommandIsLeftAlone() {
        assertThat(plain(run, "--rm=true", "-e", "--rm=1", "-it", "img", "--rm=true", "--nosuch"))
                .containsExactly("--rm", "-e", "--rm=1", "-it", "img", "--rm=true", "--nosuch");
    }

    @Test
    void nothingIsAFlagAfterTwoDashes() {
        assertThat(plain(rm, "--", "--force=true")).containsExactly("--", "--force=true");
    }

    @Test
    void anUnknownFlagIsFoundBeforeAnArgumentIsMissed() {
        assertThatExceptionOfType(UnmatchedArgumentException.class)
                .isThrownBy(() -> plain(run, "--nosuch"));
    }

    private static String[] plain(CommandLine line, String... args) {
        return Flags.plain(line, List.of(args));
    }
}
