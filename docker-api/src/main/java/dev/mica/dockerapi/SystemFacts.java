package dev.mica.dockerapi;

import dev.mica.engine.Engine;
import dev.mica.engine.SystemInfo;
import dev.mica.engine.SystemInfo.Component;
import dev.mica.engine.SystemInfo.Host;
import dev.mica.engine.SystemInfo.Limits;
import dev.mica.engine.SystemInfo.Snapshot;
import dev.mica.image.json.GoTime;
import dev.mica.registry.Proxies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What {@code GET /version} and {@code GET /info} say, from what the engine knows. */
final class SystemFacts {
    private static final String INDEX = "docker.io";

    private final Engine engine;
    private final Product product;
    private final Proxies proxies;

    SystemFacts(Engine engine, Product product, Proxies proxies) {
        this.engine = engine;
        this.product = product;
        this.proxies = proxies;
    }

    VersionAnswer version() {
        Host host = engine.system().host();
        String built = product.built();
        String java = "java" + Runtime.version().feature();
        var components = new ArrayList<VersionAnswer.Component>();
        Map<String, String> details = new TreeMap<>();
        details.put("ApiVersion", ApiVersion.NEWEST.toString());
        details.put("Arch", host.goArchitecture());
        details.put("BuildTime", built);
        details.put("Experimental", "false");
        details.put("GitCommit", "");
        details.put("GoVersion", java);
        details.put("KernelVersion", host.kernelVersion());
        details.put("MinAPIVersion", ApiVersion.OLDEST.toString());
        details.put("Os", "linux");
        components.add(new VersionAnswer.Component("Engine", product.version(), details));
        for (Component program : engine.system().components()) {
            components.add(
                    new VersionAnswer.Component(
                            program.name(),
                            program.version(),
                            Map.of("GitCommit", program.commit().orElse(""))));
        }
        return new VersionAnswer(
                new VersionAnswer.Platform("Mica"),
                components,
                product.version(),
                ApiVersion.NEWEST.toString(),
                ApiVersion.OLDEST.toString(),
                "",
                java,
                "linux",
                host.goArchitecture(),
                host.kernelVersion(),
                built);
    }

    InfoAnswer info(ApiVersion version) {
        SystemInfo system = engine.system();
        Snapshot now = system.snapshot();
        Host host = system.host();
        Limits limits = host.limits();
        return new InfoAnswer(
                now.id(),
                now.containersRunning() + now.containersPaused() + now.containersStopped(),
                now.containersRunning(),
                now.containersPaused(),
                now.containersStopped(),
                now.images(),
                now.driver(),
                now.driverStatus().isEmpty()
                        ? null
                        : now.driverStatus().stream()
                                .map(row -> List.of(row.name(), row.value()))
                                .toList(),
                new InfoAnswer.Plugins(
                        List.of("local"),
                        now.bridgeNetwork()
                                ? List.of("bridge", "host", "null")
                                : List.of("host", "null"),
                        null,
                        List.of(now.loggingDriver())),
                limits.memory(),
                limits.swap(),
                version.atLeast(42) ? null : false,
                limits.kernelMemoryTcp(),
                limits.cpuCfsPeriod(),
                limits.cpuCfsQuota(),
                limits.cpuShares(),
                limits.cpuset(),
                limits.pids(),
                limits.ipv4Forwarding(),
                limits.bridgeNfIptables(),
                limits.bridgeNfIp6tables(),
                now.debug(),
                entries("/proc/self/fd"),
                limits.oomKillDisable(),
                entries("/proc/self/task"),
                GoTime.format(Instant.now()),
                now.loggingDriver(),
                now.cgroupDriver(),
                now.cgroupVersion(),
                now.eventListeners(),
                host.kernelVersion(),
                host.operatingSystem(),
                host.osVersion(),
                "linux",
                host.architecture(),
                "https://index.docker.io/v1/",
                registries(now),
                host.cpus(),
                host.memory(),
                null,
                now.dataRoot(),
                Proxies.masked(proxies.http()),
                Proxies.masked(proxies.https()),
                proxies.noProxy(),
                host.name(),
                List.of(),
                false,
                product.version(),
                runtimes(now),
                now.defaultRuntime(),
                InfoAnswer.Swarm.NONE,
                false,
                "",
                "",
                InfoAnswer.Commit.NONE,
                runcCommit(system.components()),
                InfoAnswer.Commit.NONE,
                now.securityOptions(),
                now.warnings().isEmpty() ? null : now.warnings());
    }

    private static InfoAnswer.RegistryConfig registries(Snapshot now) {
        var networks = new ArrayList<String>();
        Map<String, InfoAnswer.IndexConfig> indexes = new TreeMap<>();
        for (String registry : now.insecureRegistries()) {
            if (registry.indexOf('/') >= 0) {
                networks.add(registry);
            } else {
                indexes.put(
                        registry, new InfoAnswer.IndexConfig(registry, List.of(), false, false));
            }
        }
        indexes.put(INDEX, new InfoAnswer.IndexConfig(INDEX, now.registryMirrors(), true, true));
        return new InfoAnswer.RegistryConfig(
                List.of(), List.of(), networks, indexes, now.registryMirrors());
    }

    private static Map<String, InfoAnswer.OciRuntime> runtimes(Snapshot now) {
        Map<String, InfoAnswer.OciRuntime> runtimes = new TreeMap<>();
        now.runtimes().forEach(name -> runtimes.put(name, new InfoAnswer.OciRuntime(name)));
        return runtimes;
    }

    private static InfoAnswer.Commit runcCommit(List<Component> components) {
        return components.stream()
                .filter(program -> program.name().equals("runc"))
                .map(program -> program.commit().orElse(program.version()))
                .map(commit -> new InfoAnswer.Commit(commit, commit))
                .findFirst()
                .orElse(InfoAnswer.Commit.NONE);
    }

    private static int entries(String directory) {
        try (Stream<Path> entries = Files.list(Path.of(directory))) {
            return (int) entries.count();
        } catch (IOException e) {
            return 0;
        }
    }
}
