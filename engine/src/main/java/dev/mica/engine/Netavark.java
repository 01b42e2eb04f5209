package dev.mica.engine;

import dev.mica.image.json.GoJson;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The program {@code netavark}, which makes a bridge, the pair of interfaces between it and a
 * container's network namespace, and the firewall's rules for them. Measured with 1.4: 41 ms to set
 * up, 155 ms to take down. It leaves four {@code NETAVARK} chains and the jumps to them, which are
 * podman's as well: never flush them.
 */
final class Netavark {
    private static final List<Path> PLACES =
            List.of(
                    Path.of("/usr/lib/podman/netavark"),
                    Path.of("/usr/libexec/podman/netavark"),
                    Path.of("/usr/local/libexec/podman/netavark"),
                    Path.of("/usr/bin/netavark"));
    private static final int LIMIT_SECONDS = 30;

    private final Path program;
    private final Path configDirectory;
    // two at once race for the bridge and for xtables' lock
    private final ReentrantLock one = new ReentrantLock();

    private Netavark(Path program, Path configDirectory) {
        this.program = program;
        this.configDirectory = configDirectory;
    }

    /**
     * Finds the program and the {@code iptables} that it drives.
     *
     * @param configDirectory where it may keep files of its own
     * @throws EngineException naming the package that is missing
     */
    static Netavark find(Path configDirectory) {
        Path program =
                PLACES.stream()
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> missing("netavark"));
        if (List.of("/usr/sbin/iptables", "/sbin/iptables", "/usr/bin/iptables").stream()
                .noneMatch(p -> Files.isExecutable(Path.of(p)))) {
            throw missing("iptables");
        }
        try {
            Files.createDirectories(configDirectory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Netavark(program, configDirectory);
    }

    private static EngineException missing(String name) {
        return EngineException.system(
                "the default bridge needs the program "
                        + name
                        + ": install its package (apt-get install "
                        + name
                        + "), or use --network none or host");
    }

    /** Connects a namespace to a bridge, which is made where it is missing. */
    void setUp(Connection connection, Path namespace) {
        run("setup", connection, namespace);
    }

    /** Undoes {@link #setUp}; the bridge goes with its last interface. */
    void tearDown(Connection connection, Path namespace) {
        run("teardown", connection, namespace);
    }

    private void run(String verb, Connection connection, Path namespace) {
        byte[] request = GoJson.write(Request.of(connection));
        one.lock();
        try {
            Process process =
                    new ProcessBuilder(
                                    program.toString(),
                                    "--config",
                                    configDirectory.toString(),
                                    verb,
                                    namespace.toString())
                            .redirectErrorStream(true)
                            .start();
            try (var in = process.getOutputStream()) {
                in.write(request);
            }
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failed(verb, "no answer within " + LIMIT_SECONDS + " s");
            }
            if (process.exitValue() != 0) {
                throw failed(verb, reason(answer));
            }
        } catch (IOException e) {
            throw failed(verb, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("netavark " + verb));
        } finally {
            one.unlock();
        }
    }

    private static EngineException failed(String verb, String why) {
        return EngineException.system("netavark " + verb + ": " + why);
    }

    private static String reason(String answer) {
        int at = answer.indexOf("{\"error\"");
        if (at >= 0) {
            Failure failure = GoJson.read(answer.substring(at).strip(), Failure.class);
            return Optional.ofNullable(failure.error()).orElse(answer);
        }
        return answer.strip();
    }

    /**
     * One container on one bridge.
     *
     * @param containerId whose it is
     * @param bridge the bridge's name
     * @param networkId 64 hexadecimal digits; the firewall's chain is named after it
     * @param subnet the bridge's network
     * @param address the container's
     * @param mac the container's
     */
    record Connection(
            String containerId,
            String bridge,
            String networkId,
            Ipv4Subnet subnet,
            String address,
            String mac) {}

    @Json
    record Failure(@Json.Property("error") @Nullable String error) {}

    @Json
    record Request(
            @Json.Property("container_id") String containerId,
            @Json.Property("container_name") String containerName,
            @Json.Property("networks") Map<String, Endpoint> networks,
            @Json.Property("network_info") Map<String, Network> networkInfo) {
        static Request of(Connection c) {
            return new Request(
                    c.containerId(),
                    c.containerId(),
                    Map.of(c.bridge(), new Endpoint("eth0", List.of(c.address()), c.mac())),
                    Map.of(
                            c.bridge(),
                            new Network(
                                    false,
                                    "bridge",
                                    c.networkId(),
                                    false,
                                    false,
                                    c.bridge(),
                                    c.bridge(),
                                    List.of(
                                            new Subnet(
                                                    c.subnet().gateway(), c.subnet().toString())),
                                    Map.of("driver", "host-local"))));
        }
    }

    @Json
    record Endpoint(
            @Json.Property("interface_name") String interfaceName,
            @Json.Property("static_ips") List<String> addresses,
            @Json.Property("static_mac") String mac) {}

    @Json
    record Network(
            @Json.Property("dns_enabled") boolean dns,
            @Json.Property("driver") String driver,
            @Json.Property("id") String id,
            @Json.Property("internal") boolean internal,
            @Json.Property("ipv6_enabled") boolean ipv6,
            @Json.Property("name") String name,
            @Json.Property("network_interface") String networkInterface,
            @Json.Property("subnets") List<Subnet> subnets,
            @Json.Property("ipam_options") Map<String, String> ipam) {}

    @Json
    record Subnet(
            @Json.Property("gateway") String gateway, @Json.Property("subnet") String subnet) {}
}
