package dev.mica.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A dockerd of one's own, to compare with. It and all that it made is gone after {@link #close}.
 */
final class Dockerd implements AutoCloseable {

    private final Path home;
    private final Process process;
    private final Programs programs;

    Dockerd() throws IOException {
        Programs.needRoot();
        Programs.need("dockerd", "docker", "umount");
        home = Files.createTempDirectory("mica-image-");
        programs = new Programs(home);
        process =
                new ProcessBuilder(
                                "dockerd",
                                "--data-root",
                                home + "/root",
                                "--exec-root",
                                home + "/exec",
                                "--host",
                                socket(),
                                "--pidfile",
                                home + "/pid",
                                "--bridge=none",
                                "--iptables=false")
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log").toFile())
                        .start();
        try {
            Awaitility.await()
                    .atMost(60, TimeUnit.SECONDS)
                    .until(() -> Files.readString(home.resolve("log")).contains("API listen on"));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private String socket() {
        return "unix://" + home + "/sock";
    }

    /** Runs the docker CLI. */
    String docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker", "--host", socket()));
        command.addAll(List.of(arguments));
        return programs.run(command.toArray(String[]::new));
    }

    /** Loads an archive. */
    String load(byte[] archive) throws IOException {
        Path file = Files.write(home.resolve("in.tar"), archive);
        return docker("load", "-i", file.toString());
    }

    /** Saves images. */
    byte[] save(String... names) throws IOException {
        Path file = home.resolve("out.tar");
        List<String> arguments = new ArrayList<>(List.of("save", "-o", file.toString()));
        arguments.addAll(List.of(names));
        docker(arguments.toArray(String[]::new));
        return Files.readAllBytes(file);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        // dockerd binds its root on itself, and leaves that behind when it fails
        List<String> mounts =
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.split(" ", -1)[1])
                        .filter(mount -> mount.startsWith(home + "/"))
                        .toList();
        for (String mount : mounts.reversed()) {
            programs.run("umount", mount);
        }
        programs.run("rm", "-rf", home + "/root", home + "/exec");
        deleteHome();
    }

    private void deleteHome() throws IOException {
        try (var files = Files.list(home)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(home);
    }
}
