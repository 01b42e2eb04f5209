package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import dev.mica.image.json.GoJson;
import dev.mica.storage.ReadWriteLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Starting a container: mount, network, bundle, conmon, and what is undone when one fails. */
final class ContainerStart {
    private static final System.Logger LOG = System.getLogger(ContainerStart.class.getName());

    private final Parts parts;
    private final LocalNetworks networks;
    private final ContainerEvents events;
    private final ContainerSpecs specs;
    private final ContainerRemains remains;

    ContainerStart(
            Parts parts,
            LocalNetworks networks,
            ContainerEvents events,
            ContainerSpecs specs,
            ContainerRemains remains) {
        this.parts = parts;
        this.networks = networks;
        this.events = events;
        this.specs = specs;
        this.remains = remains;
    }

    /**
     * Starts a container, whose lock is held; nothing is left of a start that fails.
     *
     * @return its process, which runs
     */
    ContainerRun start(LiveContainer container) {
        ReadWriteLayer layer = parts.layer(container);
        Bundle bundle = parts.bundle(container.id());
        Optional<DefaultBridge.Lease> lease = Optional.empty();
        boolean mounted = false;
        try {
            Path merged = layer.mount();
            mounted = true;
            lease = connect(container);
            return create(container, bundle, merged, lease);
        } catch (RuntimeException e) {
            abandon(container, bundle, layer, mounted, lease);
            throw e;
        }
    }

    private Optional<DefaultBridge.Lease> connect(LiveContainer container) {
        if (!LocalContainers.networkName(container.hostConfig()).equals("bridge")) {
            return Optional.empty();
        }
        if (parts.bridgeProblem().isPresent()) {
            throw EngineException.system(parts.bridgeProblem().get());
        }
        // with --bridge none a container has a network namespace of its own and no more, as dockerd
        return parts.bridge().map(b -> b.connect(container.id()));
    }

    private ContainerRun create(
            LiveContainer container,
            Bundle bundle,
            Path merged,
            Optional<DefaultBridge.Lease> lease) {
        ContainerHome home = container.home();
        HostConfig host = container.hostConfig();
        new EtcFiles(parts.bridge()).write(container, lease);
        prepare(bundle);
        Bundle.write(bundle.spec(), GoJson.write(specs.of(container, merged)));
        boolean logged = !host.logConfig().type().equals("none");
        ContainerLog.forgetConmon(home);
        ContainerConfig config = container.stored().config();
        Conmon.Created created =
                parts.conmon()
                        .create(
                                bundle,
                                new Conmon.Options(
                                        config.tty(),
                                        config.openStdin(),
                                        config.openStdin() && !config.stdinOnce(),
                                        logged ? Optional.of(home.conmonLog()) : Optional.empty()));
        ContainerRun run = ContainerRun.of(parts.linux(), bundle, created);
        container.run(run);
        if (logged) {
            container.log(new ContainerLog(parts.linux(), home, LogLimits.of(host.logConfig())));
        }
        try {
            container.attachments().connect(bundle, created.conmon().pid());
            boolean released =
                    ExecFifo.release(
                            parts.linux(),
                            parts.runc().state(container.id()).resolve("exec.fifo"),
                            run::isAlive);
            if (!released) {
                parts.runc().start(container.id());
            }
        } catch (RuntimeException e) {
            run.kill();
            container.run(null);
            throw e;
        }
        container.change(
                d -> {
                    d.state = d.state.started(run.pid(), parts.clock().instant());
                    d.hasBeenStartedBefore = true;
                    d.hasBeenManuallyStopped = false;
                    d.logPath = logged ? home.log().toString() : "";
                    d.hostnamePath = home.hostname().toString();
                    d.hostsPath = home.hosts().toString();
                    d.resolvConfPath = home.resolvConf().toString();
                    d.networks = connected(container, lease);
                });
        container.saveSoon();
        events.tellNetwork(container, "connect");
        events.tell(container, "start", Map.of());
        return run;
    }

    private StoredNetworks connected(LiveContainer container, Optional<DefaultBridge.Lease> lease) {
        String network = LocalContainers.networkName(container.hostConfig());
        StoredNetworks before = container.stored().networks();
        String id = networks.id(network);
        return before.endpoints(
                        e ->
                                lease.map(
                                                l ->
                                                        e.connected(
                                                                id,
                                                                Ids.next(),
                                                                bridge().gateway(),
                                                                l.address(),
                                                                bridge().subnet().prefix(),
                                                                l.mac()))
                                        .orElseGet(
                                                () ->
                                                        e.connected(
                                                                id,
                                                                id.isEmpty() ? "" : Ids.next(),
                                                                "",
                                                                "",
                                                                0,
                                                                "")))
                .sandbox(
                        Ids.next(),
                        DefaultBridge.namespace(
                                        parts.execRoot(),
                                        network.equals("host") ? "default" : container.id())
                                .toString(),
                        Map.of());
    }

    private DefaultBridge bridge() {
        return parts.bridge().orElseThrow();
    }

    private void prepare(Bundle bundle) {
        parts.removeTree(bundle.path());
        try {
            Files.createDirectories(bundle.exitDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void abandon(
            LiveContainer container,
            Bundle bundle,
            ReadWriteLayer layer,
            boolean mounted,
            Optional<DefaultBridge.Lease> lease) {
        try {
            container.attachments().cancel();
            remains.removeRuntime(container.id());
            parts.removeTree(bundle.path());
            if (lease.isPresent()) {
                bridge().disconnect(container.id(), lease);
            }
            if (mounted) {
                layer.unmount();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "after a start that failed", e);
        }
    }
}
