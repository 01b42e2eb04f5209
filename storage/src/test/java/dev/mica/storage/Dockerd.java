package dev.mica.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.linux.Mounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A dockerd on a data-root of the test's, with everything else of its own too. */
final class Dockerd implements AutoCloseable {
    private static final int START_SECONDS = 30;

    private final Path directory;
    private final Process process;

    private Dockerd(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    static void assumeThere() {
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/dockerd")), "needs dockerd of docker.io");
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/docker"))
                        || Files.isExecutable(Path.of("/usr/local/bin/docker")),
                "needs docker of docker.io");
    }

    /** Starts one and waits until it answers. */
    static Dockerd start(Path dataRoot) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("mica-dockerd-");
        Process process =
                new ProcessBuilder(
                                "/usr/sbin/dockerd",
                                "--data-root",
                                dataRoot.toString(),
                                "--exec-root",
                                directory.resolve("exec").toString(),
                                "--pidfile",
                                directory.resolve("pid").toString(),
                                "--host",
                                "unix://" + directory.resolve("sock"),
                                "--bridge=none",
                                "--iptables=false",
                                "--storage-driver=overlay2")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start();
        Dockerd dockerd = new Dockerd(directory, process);
        for (int i = 0; i < START_SECONDS * 10; i++) {
            if (!process.isAlive()) {
                break;
            }
            if (dockerd.client(List.of("version")).start().waitFor() == 0) {
                return dockerd;
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        String log = Files.readString(directory.resolve("log"));
        dockerd.close();
        throw new AssertionError("dockerd did not start:\n" + log);
    }

    private ProcessBuilder client(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DOCKER_HOST", "unix://" + directory.resolve("sock"));
        builder.environment().put("DOCKER_BUILDKIT", "0");
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder;
    }

    /** Runs a command of the docker CLI; its output, which an error is part of. */
    String docker(String... arguments) throws IOException, InterruptedException {
        Process client = client(List.of(arguments)).start();
        String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        client.waitFor();
        return output.strip();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly().onExit().join();
        }
        new Mounts(Linux.system()).detachBelow(directory.toString());
        try (Directory above = Directory.open(Linux.system(), directory.getParent().toString())) {
            above.removeTree(directory.getFileName().toString());
        }
    }
}
