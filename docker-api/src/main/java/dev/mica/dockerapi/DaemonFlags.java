package dev.mica.dockerapi;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@code mica daemon} said, flag by flag under dockerd's names. A flag
 * that was not given is null, or an empty list; {@code daemon.json} may then say it, and a default
 * comes last. A flag and the file may not both say the same thing.
 *
 * @param hosts {@code --host}: what to listen on, {@code unix:///path}
 * @param dataRoot {@code --data-root}: where images and containers are kept
 * @param execRoot {@code --exec-root}: where the state of running containers is kept
 * @param pidfile {@code --pidfile}
 * @param storageDriver {@code --storage-driver}
 * @param storageOpts {@code --storage-opt}: {@code key=value} each
 * @param configFile {@code --config-file}: must exist if given
 * @param registryMirrors {@code --registry-mirror}: mirrors of Docker Hub
 * @param insecureRegistries {@code --insecure-registry}: registries, or networks of them, that may
 *     be spoken to without TLS
 * @param bridge {@code --bridge}: the bridge to attach containers to, or {@code none}
 * @param debug {@code --debug}
 */
public record DaemonFlags(
        List<String> hosts,
        @Nullable Path dataRoot,
        @Nullable Path execRoot,
        @Nullable Path pidfile,
        @Nullable String storageDriver,
        List<String> storageOpts,
        @Nullable Path configFile,
        List<String> registryMirrors,
        List<String> insecureRegistries,
        @Nullable String bridge,
        @Nullable Boolean debug) {

    /** A command line without flags. */
    public static final DaemonFlags NONE =
            new DaemonFlags(
                    List.of(), null, null, null, null, List.of(), null, List.of(), List.of(), null,
                    null);

    /** Copies the lists. */
    public DaemonFlags {
        hosts = List.copyOf(hosts);
        storageOpts = List.copyOf(storageOpts);
        registryMirrors = List.copyOf(registryMirrors);
        insecureRegistries = List.copyOf(insecureRegistries);
    }
}
