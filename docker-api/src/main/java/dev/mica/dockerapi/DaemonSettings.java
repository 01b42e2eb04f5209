package dev.mica.dockerapi;

import dev.mica.registry.Proxies;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon goes by: the flags, then {@code daemon.json}, then the defaults.
 *
 * @param storageDriver the driver asked for; empty if the data-root or dockerd's order decides
 * @param bridge the bridge asked for, or {@code none}; empty for Mica's own
 */
record DaemonSettings(
        List<String> hosts,
        Path dataRoot,
        Path execRoot,
        Path pidfile,
        Optional<String> storageDriver,
        List<String> storageOpts,
        List<String> registryMirrors,
        List<String> insecureRegistries,
        Optional<String> bridge,
        FileProxies proxies,
        boolean debug) {

    private static final Path DEFAULT_CONFIG = Path.of("/etc/mica/daemon.json");
    private static final Path DEFAULT_DATA_ROOT = Path.of("/var/lib/mica");
    private static final Path DEFAULT_EXEC_ROOT = Path.of("/run/mica");

    /**
     * Joins the flags with the configuration file, if there is one.
     *
     * @throws DaemonException in dockerd's words, if the file is missing though it was named, is no
     *     valid configuration, or says what a flag says
     */
    static DaemonSettings of(DaemonFlags flags) {
        ConfigFile file =
                flags.configFile() == null
                        ? ConfigFile.readIfThere(DEFAULT_CONFIG)
                        : ConfigFile.read(flags.configFile());
        file.refuseConflicts(flags);
        Path execRoot = absolute(file.path("exec-root", flags.execRoot(), DEFAULT_EXEC_ROOT));
        return new DaemonSettings(
                file.strings("hosts", flags.hosts(), List.of(DockerClient.DEFAULT_HOST)),
                absolute(dataRoot(flags, file)),
                execRoot,
                absolute(file.path("pidfile", flags.pidfile(), execRoot.resolve("mica.pid"))),
                file.string("storage-driver", flags.storageDriver()),
                file.strings("storage-opts", flags.storageOpts(), List.of()),
                file.strings("registry-mirrors", flags.registryMirrors(), List.of()),
                file.strings("insecure-registries", flags.insecureRegistries(), List.of()),
                file.string("bridge", flags.bridge()),
                file.proxies(),
                file.bool("debug", flags.debug()));
    }

    /** The file's old name for the data-root wins even over the flag, as with dockerd. */
    private static Path dataRoot(DaemonFlags flags, ConfigFile file) {
        return file.string("graph", null)
                .map(Path::of)
                .orElseGet(() -> file.path("data-root", flags.dataRoot(), DEFAULT_DATA_ROOT));
    }

    /** dockerd never comes up on a relative root; here it means what a shell would mean by it. */
    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /**
     * How registries are reached, from the file's {@code proxies}.
     *
     * @param noProxy hosts that are reached directly, separated by commas
     */
    record FileProxies(Optional<String> http, Optional<String> https, Optional<String> noProxy) {

        /** These where the file says any, else those of the environment. */
        Proxies over(Proxies environment) {
            return environment.overriddenBy(http, https, noProxy);
        }
    }
}
