package dev.mica.engine;

import dev.mica.engine.BridgeClaim.OneAtATime;
import dev.mica.image.json.GoJson;
import dev.mica.linux.Linux;
import io.avaje.jsonb.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    /** Two at once race for the bridge and for xtables' lock: in this daemon, and in others. */
    private static final ReentrantLock ONE = new ReentrantLock();

    private final Linux linux;
    private final Path program;
    private final Path configDirectory;

    private Netavark(Linux linux, Path program, Path configDirectory) {
        this.linux = linux;
        this.program = program;
        this.configDirectory = configDirectory;
    }

    /**
     * Finds the program and the {@code iptables} that it drives.
     *
     * @param configDirectory where it may keep files of its own, and where what was asked of it is
     *     kept: to take a connection down, all of it must be told again
     * @throws EngineException naming the package that is missing
     */
    static Netavark find(Linux linux, Path configDirectory) {
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
        return new Netavark(linux, program, configDirectory);
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
        Request request = Request.of(connection);
        try {
            Files.write(request(connection.containerId()), GoJson.write(request));
        } catch (IOException e) {
            throw failed("setup", String.valueOf(e.getMessage()));
        }
        run("setup", request, namespace);
    }

    /** Connects as before. */
    void setUp(Request asked, Path namespace) {
        run("setup", asked, namespace);
    }

    /** Undoes {@link #setUp}; a bridge goes with its last interface. */
    void tearDown(Request asked, Path namespace) {
        run("teardown", asked, namespace);
    }

    /** What was asked for a container, by this daemon or one before. */
    Optional<Request> asked(String containerId) {
        try {
            byte[] request = Files.readAllBytes(request(containerId));
            // what a power cut left of it may be nothing
            return request.length == 0
                    ? Optional.empty()
                    : Optional.of(GoJson.read(request, Request.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a bridge stands though no connection that was asked for is on it. */
    boolean isLeft(Request asked) {
        String bridge = asked.bridge();
        if (!BridgeClaim.exists(bridge)) {
            return false;
        }
        try (var files = Files.newDirectoryStream(configDirectory, "*.json")) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (asked(name.substring(0, name.length() - ".json".length()))
                        .filter(a -> a.bridge().equals(bridge))
                        .isPresent()) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Forgets a connection that is gone without {@link #tearDown}. */
    void forget(String containerId) {
        try {
            Files.deleteIfExists(request(containerId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path request(String containerId) {
        return configDirectory.resolve(containerId + ".json");
    }

    private void run(String verb, Request request, Path namespace) {
        ONE.lock();
        try (OneAtATime _ = OneAtATime.enter(linux)) {
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
                in.write(GoJson.write(request));
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
            ONE.unlock();
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
     * @param gateway the bridge's address
     * @param address the container's
     * @param mac the container's
     */
    record Connection(
            String containerId,
            String bridge,
            String networkId,
            Ipv4Subnet subnet,
            String gateway,
            String address,
            String mac) {}

    @Json
    record Failure(@Json.Property("error") @Nullable String error) {}

    /** What netavark is told, and told again to take a connection down. */
    @Json
    record Request(
            @Json.Property("container_id") String containerId,
            @Json.Property("container_name") String containerName,
            @Json.Property("networks") Map<String, Endpoint> networks,
            @Json.Property("network_info") Map<String, Network> networkInfo) {
        String bridge() {
            return networks.keySet().iterator().next();
        }

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
                                    List.of(new Subnet(c.gateway(), c.subnet().toString())),
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
