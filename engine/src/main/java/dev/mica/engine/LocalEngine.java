package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.image.ImageId;
import dev.mica.linux.Linux;
import dev.mica.registry.RegistryClient;
import dev.mica.registry.RegistryConfig;
import dev.mica.storage.DataRoot;
import dev.mica.storage.DistributionStore;
import dev.mica.storage.DriverRegistry;
import dev.mica.storage.ImageStore;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReferenceStore;
import dev.mica.storage.StorageException;
import dev.mica.storage.spi.DriverException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The engine on this host: opens the stores, finds containers again, and ties the parts together.
 */
final class LocalEngine implements Engine {
    private static final System.Logger LOG = System.getLogger(LocalEngine.class.getName());
    private static final long LOG_TURN_NANOS = 1_000_000_000L;

    private final EngineConfig config;
    private final DataRoot root;
    private final Parts parts;
    private final ContainerIndex index = new ContainerIndex();
    private final LocalImages images;
    private final LocalContainers containers;
    private final LocalExecs execs;
    private final LocalVolumes volumes;
    private final LocalNetworks networks;
    private final String id;
    private final Thread logs;
    private final ReentrantLock connecting = new ReentrantLock();
    private @Nullable RegistryClient client;
    private volatile boolean closed;

    private LocalEngine(EngineConfig config, DataRoot root) {
        this.config = config;
        this.root = root;
        Linux linux = Linux.system();
        LayerStore layers =
                LayerStore.open(
                        root,
                        DriverRegistry.standard()
                                .open(root, config.storageDriver(), config.storageOptions()));
        ImageStore imageStore = ImageStore.open(root, layers);
        ReferenceStore references = ReferenceStore.open(root, layers.driverName());
        Path containerHomes = root.directory("containers", 0710);
        Path volumeHomes = root.directory("volumes", 0701);
        this.id = engineId();
        Clock clock = Clock.systemUTC();
        EventLog events = new EventLog(clock);
        Path execRoot = config.execRoot();
        Optional<DefaultBridge> bridge = Optional.empty();
        Optional<String> bridgeProblem = Optional.empty();
        try {
            bridge = bridge(linux, execRoot);
        } catch (EngineException e) {
            if (config.bridge().isPresent()) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "no default bridge: {0}", e.getMessage());
            bridgeProblem = Optional.ofNullable(e.getMessage());
        }
        Runc runc = new Runc(Programs.require("runc"), execRoot.resolve("runc"));
        Path conmon = Programs.require("conmon");
        this.parts =
                new Parts(
                        linux,
                        layers,
                        containerHomes,
                        execRoot,
                        runc,
                        new Conmon(linux, conmon, runc),
                        events,
                        clock,
                        Cgroup.isV2(),
                        HostFacts.boundingCapabilities(),
                        bridge,
                        bridgeProblem);
        this.volumes =
                new LocalVolumes(
                        linux, volumeHomes, events, () -> LocalContainers.usedVolumes(index));
        this.networks =
                new LocalNetworks(
                        bridge, derived("host"), derived("none"), clock.instant(), this::connected);
        ContainerEvents tells = new ContainerEvents(events, networks);
        ContainerSpecs specs = new ContainerSpecs(parts, volumes);
        ContainerLife life = new ContainerLife(parts, index, volumes, networks, tells, specs);
        this.images =
                new LocalImages(
                        layers,
                        imageStore,
                        references,
                        DistributionStore.open(root, layers.driverName()),
                        events,
                        new Users(tells),
                        this::registry,
                        clock);
        this.containers =
                new LocalContainers(
                        parts,
                        index,
                        life,
                        tells,
                        images,
                        volumes,
                        new NameMaker(RandomGenerator.getDefault()));
        this.execs = new LocalExecs(parts, index, tells, specs, conmon);
        new ContainerRecovery(parts, index, life).recover();
        layers.dropUnusedLeases();
        this.logs = Thread.ofVirtual().name("logs").start(this::turnLogs);
    }

    static Engine open(EngineConfig config) {
        @Nullable DataRoot root = null;
        try {
            root = DataRoot.open(Linux.system(), config.dataRoot());
            Files.createDirectories(config.execRoot());
            return new LocalEngine(config, root);
        } catch (DriverException e) {
            close(root);
            throw EngineException.system("error initializing graphdriver: " + e.getMessage());
        } catch (StorageException | ErrnoException e) {
            close(root);
            throw EngineException.system(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            close(root);
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close(root);
            throw e;
        }
    }

    private static void close(@Nullable DataRoot root) {
        if (root != null) {
            root.close();
        }
    }

    private Optional<DefaultBridge> bridge(Linux linux, Path execRoot) {
        if (config.bridge().equals(Optional.of("none"))) {
            return Optional.empty();
        }
        return Optional.of(DefaultBridge.open(linux, config.bridge(), derived("bridge"), execRoot));
    }

    /** Made at the first use: it costs some memory, and many engines never pull. */
    private RegistryClient registry() {
        connecting.lock();
        try {
            RegistryClient made = client;
            if (made == null) {
                made =
                        new RegistryClient(
                                RegistryConfig.defaults()
                                        .withMirrors(config.registryMirrors())
                                        .withInsecureRegistries(config.insecureRegistries())
                                        .withProxies(config.proxies())
                                        .withUserAgent("mica/" + config.version()));
                client = made;
            }
            return made;
        } finally {
            connecting.unlock();
        }
    }

    /** Stable for a data-root: 64 hexadecimal digits made of the engine's id and a name. */
    private String derived(String name) {
        try {
            byte[] bytes = (id + "/" + name).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String engineId() {
        Path file = root.path().resolve("engine-id");
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String made = Ids.next();
        root.replace(file, 0600, LocalContainers.bytes(made));
        return made;
    }

    private List<LocalNetworks.Connected> connected() {
        List<LocalNetworks.Connected> result = new ArrayList<>();
        for (LiveContainer c : index.all()) {
            if (c.state().running()) {
                c.stored()
                        .networks()
                        .endpoints()
                        .forEach(
                                (name, e) ->
                                        result.add(
                                                new LocalNetworks.Connected(
                                                        name,
                                                        c.id(),
                                                        new Network.Endpoint(
                                                                c.name(),
                                                                e.endpointId(),
                                                                e.macAddress(),
                                                                e.ipAddress().isEmpty()
                                                                        ? ""
                                                                        : e.ipAddress()
                                                                                + "/"
                                                                                + e.ipPrefixLen(),
                                                                ""))));
            }
        }
        return result;
    }

    /** So that what conmon wrote is let go while nobody reads. */
    private void turnLogs() {
        while (!closed) {
            LockSupport.parkNanos(LOG_TURN_NANOS);
            for (LiveContainer container : index.all()) {
                if (container.state().running() && !closed) {
                    try {
                        container.log().ifPresent(ContainerLog::advance);
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.DEBUG, "the log of " + container, e);
                    }
                }
            }
        }
    }

    /** What images ask of containers. */
    private final class Users implements ImageUsers {
        private final ContainerEvents tells;

        Users(ContainerEvents tells) {
            this.tells = tells;
        }

        @Override
        public List<LiveContainer> of(ImageId image) {
            return containers.of(image);
        }

        @Override
        public LiveContainer get(String ref) {
            return index.get(ref);
        }

        @Override
        public void paused(LiveContainer container, Runnable action) {
            container.lock().lock();
            try {
                Cgroup.freeze(container.id(), true);
                try {
                    action.run();
                } finally {
                    Cgroup.freeze(container.id(), false);
                }
            } finally {
                container.lock().unlock();
            }
            tells.tell(container, "commit", Map.of());
        }
    }

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Execs execs() {
        return execs;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public Networks networks() {
        return networks;
    }

    @Override
    public Events events() {
        return parts.events();
    }

    @Override
    public SystemInfo system() {
        return new LocalSystem(id, config, parts, index, images, execs);
    }

    @Override
    public void close() {
        closed = true;
        logs.interrupt();
        List<Thread> stops = new ArrayList<>();
        for (LiveContainer container : index.all()) {
            if (container.state().running()) {
                stops.add(
                        Thread.ofVirtual()
                                .start(() -> containers.stop(container, OptionalInt.empty())));
            }
        }
        for (Thread stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        parts.bridge().ifPresent(DefaultBridge::close);
        parts.layers().close();
        Cgroup.removeParents();
        try {
            root.close();
        } catch (ErrnoException e) {
            if (!e.is(Errno.EBUSY)) {
                throw e;
            }
        }
    }
}
