package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NativeAccessTest {
    /** Asks for the kernel, in a JVM of its own. */
    static final class Asks {
        private Asks() {}

        public static void main(String[] args) {
            System.out.println("pid " + Linux.system().getpid());
        }
    }

    @Test
    void theErrorNamesTheFlag() throws Exception {
        assertThat(java("--illegal-native-access=deny"))
                .contains("IllegalStateException")
                .contains("start java with --enable-native-access=ALL-UNNAMED");
    }

    @Test
    void withTheFlagThereIsNoWord() throws Exception {
        assertThat(java("--enable-native-access=ALL-UNNAMED")).matches("pid \\d+\n");
    }

    private static String java(String flag) throws Exception {
        String java = System.getProperty("java.home") + "/bin/java";
        String path = System.getProperty("java.class.path");
        Process process =
                new ProcessBuilder(
                                java, flag, "-XX:+UseSerialGC", "-cp", path, Asks.class.getName())
                        .redirectErrorStream(true)
                        .start();
        try {
            String said = Names.decode(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
