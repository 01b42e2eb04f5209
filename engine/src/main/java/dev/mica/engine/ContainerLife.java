package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.image.ContainerConfig;
import dev.mica.image.json.GoJson;
import dev.mica.linux.Directory;
import dev.mica.linux.Mounts;
import dev.mica.linux.Root;
import dev.mica.storage.ReadWriteLayer;
import dev.mica.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * What happens to a container: its start, its end, its removal. The lock of the container is held
 * by the caller of {@link #start} and {@link #freeze}; the others take it themselves.
 */
final class ContainerLife {
    private static final System.Logger LOG = System.getLogger(ContainerLife.class.getName());
    private static final int LOST = 255;

    private final Parts parts;
    private final ContainerIndex index;
    private final LocalVolumes volumes;
    private final LocalNetworks networks;
    private volatile boolean appArmorLoaded;

    ContainerLife(Parts parts, ContainerIndex index, LocalVolumes volumes, LocalNetworks networks) {
        this.parts = parts;
        this.index = index;
        this.volumes = volumes;
        this.networks = networks;
    }

    /** Tells of something that happened to a container. */
    void event(LiveContainer container, String action, Map<String, String> more) {
        Map<String, String> attributes = new LinkedHashMap<>();
        ContainerConfig config = container.stored().config();
        Map<String, String> labels = config.labels();
        if (labels != null) {
            attributes.putAll(labels);
        }
        attributes.put("image", config.image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        parts.events().publish("container", action, container.id(), attributes);
    }

    private void networkEvent(LiveContainer container, String action) {
        String network = LocalContainers.networkName(container.hostConfig());
        parts.events()
                .publish(
                        "network",
                        action,
                        networks.id(network),
                        Map.of(
                                "container",
                                container.id(),
                                "name",
                                network,
                                "type",
                                network.equals("none") ? "null" : network));
    }

    private ReadWriteLayer layer(LiveContainer container) {
        return parts.layers()
                .findReadWrite(container.id())
                .orElseThrow(() -> EngineException.system("no layer of " + container.id()));
    }

    private Path networkNamespace(String id) {
        return DefaultBridge.namespace(parts.execRoot(), id);
    }

    /** Starts a container; its process runs when this returns. */
    void start(LiveContainer container) {
        ReadWriteLayer layer = layer(container);
        Bundle bundle = parts.bundle(container.id());
        Optional<DefaultBridge.Lease> lease = Optional.empty();
        boolean mounted = false;
        try {
            Path merged = layer.mount();
            mounted = true;
            lease = connect(container);
            create(container, bundle, merged, lease);
        } catch (RuntimeException e) {
            abandon(container, bundle, layer, mounted, lease);
            throw failure(container, e);
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

    private void create(
            LiveContainer container,
            Bundle bundle,
            Path merged,
            Optional<DefaultBridge.Lease> lease) {
        ContainerHome home = container.home();
        HostConfig host = container.hostConfig();
        new EtcFiles(parts.bridge()).write(container, lease);
        prepare(bundle);
        OciSpec spec = spec(container, merged);
        write(bundle.spec(), GoJson.write(spec));
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
        networkEvent(container, "connect");
        event(container, "start", Map.of());
        watch(container, run);
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
                        networkNamespace(network.equals("host") ? "default" : container.id())
                                .toString(),
                        Map.of());
    }

    private DefaultBridge bridge() {
        return parts.bridge().orElseThrow();
    }

    private OciSpec spec(LiveContainer container, Path merged) {
        StoredContainer stored = container.stored();
        ContainerConfig config = stored.config();
        HostConfig host = container.hostConfig();
        OciSpec.User user;
        try (Root root = Root.open(parts.linux(), merged.toString(), Root.Links.WITHIN)) {
            user = ContainerUser.find(root, config.user(), SpecBuilder.orEmpty(host.groupAdd()));
            if (!config.workingDir().isEmpty()) {
                root.makeDirectoriesBehindLinks(config.workingDir(), 0755).close();
            }
        }
        SpecInput input = input(container, merged, user);
        SpecMounts.checkPropagation(input.mounts(), new Mounts(parts.linux())::list);
        return SpecBuilder.build(input);
    }

    /** What the specification of a container, or of an exec in it, is made from. */
    SpecInput input(LiveContainer container, Path merged, OciSpec.User user) {
        StoredContainer stored = container.stored();
        HostConfig host = container.hostConfig();
        List<MountPoint> mounts = new ArrayList<>();
        stored.mounts().values().forEach(m -> mounts.add(m.view(source(m))));
        ContainerHome home = container.home();
        boolean writable = !host.readonlyRootfs();
        etc(mounts, "/etc/resolv.conf", home.resolvConf(), writable);
        etc(mounts, "/etc/hostname", home.hostname(), writable);
        etc(mounts, "/etc/hosts", home.hosts(), writable);
        boolean bridged =
                parts.bridge().isPresent() && LocalContainers.networkName(host).equals("bridge");
        return new SpecInput(
                container.id(),
                merged,
                stored.command(),
                stored.config(),
                host,
                user,
                stored.config().hostname(),
                mounts,
                bridged ? Optional.of(networkNamespace(container.id())) : Optional.empty(),
                parts.cgroupV2(),
                parts.bounding(),
                HostFacts.imageArchitecture(),
                appArmor(host));
    }

    /** Where something that is mounted lies on the host. */
    String source(StoredMountPoint mount) {
        return mount.isVolume() ? volumes.inspect(mount.name()).mountpoint() : mount.source();
    }

    /** Adds a file of ours, unless the user mounts one there. */
    private static void etc(
            List<MountPoint> mounts, String destination, Path source, boolean writable) {
        if (mounts.stream().noneMatch(m -> m.destination().equals(destination))) {
            mounts.add(
                    new MountPoint(
                            "bind",
                            "",
                            source.toString(),
                            destination,
                            "",
                            "",
                            writable,
                            "rprivate"));
        }
    }

    private String appArmor(HostConfig host) {
        Optional<String> asked = SpecBuilder.securityOption(host, "apparmor");
        if (asked.isPresent()) {
            return asked.get().equals("unconfined") ? "" : asked.get();
        }
        if (host.privileged() || !AppArmor.usable()) {
            return "";
        }
        if (!appArmorLoaded) {
            AppArmor.load();
            appArmorLoaded = true;
        }
        return AppArmor.PROFILE;
    }

    private void prepare(Bundle bundle) {
        removeBundle(bundle);
        try {
            Files.createDirectories(bundle.exitDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void removeBundle(Bundle bundle) {
        if (Files.exists(bundle.path())) {
            try (Directory directory =
                    Directory.open(
                            parts.linux(), bundle.path().resolve("..").normalize().toString())) {
                directory.removeTree(bundle.id());
            }
        }
    }

    static void write(Path file, byte[] content) {
        try {
            Files.write(file, content);
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
            removeRuntime(container.id());
            removeBundle(bundle);
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

    private RuntimeException failure(LiveContainer container, RuntimeException e) {
        String reason =
                switch (e) {
                    case RuntimeFailure f ->
                            "failed to create shim task: OCI runtime create failed: "
                                    + f.reason()
                                    + ": unknown";
                    default -> String.valueOf(e.getMessage());
                };
        int code = 128;
        boolean users = e instanceof EngineException x && x.kind() == EngineException.Kind.INVALID;
        if (reason.contains("executable file not found")
                || reason.contains("no such file or directory")) {
            code = 127;
            users = true;
        } else if (reason.contains("permission denied") || reason.contains("not a directory")) {
            code = 126;
            users = true;
        }
        container.state(container.state().failed(code, reason));
        container.saveSoon();
        if (container.autoRemove()) {
            int exit = code;
            Thread.ofVirtual()
                    .start(
                            () -> {
                                remove(container, true);
                                container.waits().removed(exit, "");
                            });
        } else {
            container.waits().exited(code);
        }
        if (e instanceof EngineException known && !(known.kind() == EngineException.Kind.SYSTEM)) {
            return known;
        }
        return users ? EngineException.invalid(reason) : EngineException.system(reason);
    }

    private void watch(LiveContainer container, ContainerRun run) {
        var _ =
                run.conmonEnd()
                        .whenComplete(
                                (_, _) ->
                                        Thread.ofVirtual()
                                                .name("container-end")
                                                .start(() -> end(container, run)));
    }

    private void end(LiveContainer container, ContainerRun run) {
        int code;
        boolean goes = container.goesWithItsEnd();
        container.lock().lock();
        try {
            if (container.run().orElse(null) != run) {
                return;
            }
            OptionalInt written = run.exitCode();
            code = written.orElse(LOST);
            if (written.isEmpty()) {
                run.kill(); // conmon died before it could tell: nobody holds its streams
            }
            container.log().ifPresent(this::finish);
            boolean oom = run.wasOutOfMemory();
            container.run(null);
            container.state(container.state().exited(code, oom, parts.clock().instant()));
            run.close();
            cleanUp(container);
            container.change(
                    d ->
                            d.networks =
                                    d.networks
                                            .endpoints(StoredEndpoint::disconnected)
                                            .sandbox( // dockerd goes on showing which it was
                                                    d.networks.sandboxId(),
                                                    d.networks.sandboxKey(),
                                                    null));
            if (!goes) {
                container.save();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "the end of " + container, e);
            code = LOST;
        } finally {
            container.lock().unlock();
        }
        container.attachments().cancel();
        event(container, "die", Map.of("exitCode", Integer.toString(code)));
        networkEvent(container, "disconnect");
        container.waits().exited(code);
        if (goes) {
            remove(container, true);
            container.waits().removed(code, "");
        }
    }

    private void finish(ContainerLog log) {
        log.finish();
        log.close();
    }

    private void cleanUp(LiveContainer container) {
        removeRuntime(container.id());
        removeBundle(parts.bundle(container.id()));
        ContainerLog.forgetConmon(container.home());
        parts.bridge()
                .ifPresentOrElse(
                        b -> b.disconnect(container.id(), lease(container)),
                        () ->
                                DefaultBridge.release(
                                        parts.linux(), parts.execRoot(), container.id()));
        parts.layers().findReadWrite(container.id()).ifPresent(ReadWriteLayer::unmount);
    }

    private Optional<DefaultBridge.Lease> lease(LiveContainer container) {
        if (parts.bridge().isEmpty()
                || !LocalContainers.networkName(container.hostConfig()).equals("bridge")) {
            return Optional.empty();
        }
        return container.stored().networks().endpoints().values().stream()
                .filter(e -> !e.ipAddress().isEmpty())
                .map(e -> new DefaultBridge.Lease(e.ipAddress(), e.macAddress()))
                .findFirst();
    }

    /** Forgets what the runtime keeps, by hand where that is all that is left of it. */
    private void removeRuntime(String id) {
        Path state = parts.runc().state(id);
        if (Cgroup.remove(id)) {
            if (Files.exists(state)) {
                try (Directory directory =
                        Directory.open(parts.linux(), parts.runc().stateDirectory().toString())) {
                    directory.removeTree(id);
                }
            }
        } else if (Files.exists(state)) {
            try {
                parts.runc().delete(id);
            } catch (RuntimeFailure e) {
                LOG.log(System.Logger.Level.WARNING, "runc delete {0}: {1}", id, e.reason());
            }
            Cgroup.remove(id);
        }
    }

    /** Completes when a container that runs now has ended, and all that follows is done. */
    CompletableFuture<Void> ended(LiveContainer container) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        var _ = container.waits().nextExit().whenComplete((_, _) -> end.complete(null));
        if (!container.state().running()) {
            end.complete(null);
        }
        return end;
    }

    void signal(LiveContainer container, int signal) {
        container
                .run()
                .ifPresent(
                        run -> {
                            if (container.state().paused() && signal == Signals.KILL) {
                                parts.runc().resume(container.id());
                            }
                            run.signal(signal);
                        });
        event(container, "kill", Map.of("signal", Integer.toString(signal)));
    }

    void manuallyStopped(LiveContainer container) {
        container.change(d -> d.hasBeenManuallyStopped = true);
    }

    void freeze(LiveContainer container, boolean frozen) {
        if (frozen) {
            parts.runc().pause(container.id());
        } else {
            parts.runc().resume(container.id());
        }
        container.state(container.state().paused(frozen));
        container.saveSoon();
        event(container, frozen ? "pause" : "unpause", Map.of());
    }

    /** Sets the size of the terminal that a conmon holds. */
    void resize(Bundle bundle, int rows, int columns) {
        try {
            Files.writeString(
                    bundle.control(), "1 " + rows + " " + columns + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw EngineException.system("cannot resize a stopped container: unknown");
        }
    }

    /** Removes a container that does not run, and all it wrote. */
    void remove(LiveContainer container, boolean withVolumes) {
        container.lock().lock();
        try {
            if (container.removed()) {
                return;
            }
            if (container.state().running()) {
                throw EngineException.conflict(
                        "removal of container " + container.id() + " is already in progress");
            }
            container.markRemoved();
            // the container is gone with its config; what a crash leaves after that is cleaned up
            Files.deleteIfExists(container.home().config());
            parts.layers().removeReadWrite(container.id());
            try (Directory directory =
                    Directory.open(parts.linux(), parts.containers().toString())) {
                directory.removeTree(container.id());
                if (!container.autoRemove()) {
                    directory.sync();
                }
            }
            index.remove(container);
        } catch (StorageException | ErrnoException e) {
            index.remove(container);
            throw EngineException.system(
                    "unable to remove filesystem for " + container.id() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            container.lock().unlock();
        }
        if (withVolumes) {
            container.stored().mounts().values().stream()
                    .filter(StoredMountPoint::isVolume)
                    .forEach(m -> volumes.discard(m.name()));
        }
        event(container, "destroy", Map.of());
        container.waits().removed(container.state().exitCode(), "");
    }

    /**
     * Finds a container again that an earlier engine left: goes on with one that runs, and notes
     * the end of one that does not.
     */
    void recover(LiveContainer container) {
        Bundle bundle = parts.bundle(container.id());
        if (!container.state().running()) {
            if (Files.exists(bundle.path())) {
                // its start had not been noted, so nobody was told of it
                killLeft(container.id());
                cleanUp(container);
            }
            if (container.autoRemove()) {
                remove(container, true);
            }
            return;
        }
        boolean logged = !container.hostConfig().logConfig().type().equals("none");
        if (logged) {
            container.log(
                    new ContainerLog(
                            parts.linux(),
                            container.home(),
                            LogLimits.of(container.hostConfig().logConfig())));
        }
        lease(container).ifPresent(l -> bridge().adopt(l));
        Optional<ContainerRun> run = ContainerRun.adopt(parts.linux(), bundle);
        parts.layers().findReadWrite(container.id()).ifPresent(ReadWriteLayer::mount);
        if (run.isPresent()) {
            container.run(run.get());
            Cgroup.freeze(
                    container.id(), container.state().paused()); // commit's pause is not noted
            watch(container, run.get());
            return;
        }
        OptionalInt code = ContainerRun.number(bundle.exitFile());
        container.log().ifPresent(this::finish);
        killLeft(container.id());
        container.state(
                container.state().exited(code.orElse(LOST), false, parts.clock().instant()));
        cleanUp(container);
        container.save();
        if (container.autoRemove()) {
            remove(container, true);
        }
    }

    /** Kills what is left of a container that no conmon looks after, and waits for its end. */
    private void killLeft(String id) {
        for (int i = 0; i < 200; i++) {
            List<Integer> left = Cgroup.processes(id);
            if (left.isEmpty()) {
                return;
            }
            left.forEach(pid -> parts.linux().kill(pid, Signals.KILL));
            Cgroup.freeze(id, false); // a frozen process does not die
            LockSupport.parkNanos(10_000_000);
        }
        LOG.log(System.Logger.Level.WARNING, "processes of {0} do not end", id);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
