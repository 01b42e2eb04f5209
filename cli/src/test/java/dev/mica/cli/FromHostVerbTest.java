package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.archive.TarEntry;
import dev.mica.archive.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FromHostVerbTest {

    @TempDir Path folder;

    private Path archive(String name) {
        Path file = folder.resolve(name);
        CommandRun run =
                CommandRun.of(
                        "image",
                        "from-host",
                        "-t",
                        "host:1",
                        "-e",
                        "HOME=/root",
                        "--link",
                        "/bin/hello=echo",
                        "-o",
                        file.toString(),
                        "sh",
                        "ls");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("sha256:");
        return file;
    }

    @Test
    void theSameHostGivesTheSameBytes() throws IOException {
        assertThat(archive("a.tar")).hasSameBinaryContentAs(archive("b.tar"));
    }

    @Test
    void theProgramsRunInWhatTheLayersMake() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root: to chroot");
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/chroot")), "needs chroot");
        Path root = Files.createDirectory(folder.resolve("root"));
        int layers = 0;
        try (InputStream in = Files.newInputStream(archive("a.tar"))) {
            TarReader reader = new TarReader(in);
            for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.nameText().endsWith("/layer.tar")) {
                    layers++;
                    Path layer = folder.resolve("layer.tar");
                    Files.write(layer, reader.content().readAllBytes());
                    run("tar", "-xpf", layer.toString(), "-C", root.toString());
                }
            }
        }

        assertThat(layers).isEqualTo(3);
        assertThat(
                        run(
                                "/usr/sbin/chroot",
                                root.toString(),
                                "/bin/sh",
                                "-c",
                                "hello $(ls /etc/passwd)"))
                .isEqualTo("/etc/passwd\n");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
