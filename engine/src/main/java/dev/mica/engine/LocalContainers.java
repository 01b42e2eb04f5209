package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.image.ContainerConfig;
import dev.mica.image.ImageConfig;
import dev.mica.image.ImageId;
import dev.mica.image.json.RawJson;
import dev.mica.image.json.StoredJson;
import dev.mica.linux.Directory;
import dev.mica.storage.ReadWriteLayer;
import dev.mica.storage.ReadWriteOptions;
import dev.mica.storage.StorageException;
import dev.mica.storage.StoredImage;
import dev.mica.storage.spi.Change;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Containers on this host. Thread-safe: what changes one holds its lock. */
final class LocalContainers implements Containers {
    private static final int STOP_SECONDS = 10;

    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerLife life;
    private final LocalImages images;
    private final LocalVolumes volumes;
    private final NameMaker names;

    LocalContainers(
            Parts parts,
            ContainerIndex index,
            ContainerLife life,
            LocalImages images,
            LocalVolumes volumes,
            NameMaker names) {
        this.parts = parts;
        this.index = index;
        this.life = life;
        this.images = images;
        this.volumes = volumes;
        this.names = names;
    }

    @Override
    public CreatedContainer create(CreateRequest request) {
        Unserved.check(request.config(), request.hostConfig());
        StoredImage image = images.find(request.config().image());
        ImageConfig imageConfig = image.config();
        ContainerConfig config =
                ConfigMerge.merge(
                        request.config(), imageConfig.config().orElse(ContainerConfig.EMPTY));
        List<String> command = new ArrayList<>(SpecBuilder.orEmpty(config.entrypoint()));
        command.addAll(SpecBuilder.orEmpty(config.cmd()));
        if (command.isEmpty() || command.getFirst().isEmpty()) {
            throw EngineException.invalid("No command specified");
        }
        HostConfig host = HostDefaults.apply(request.hostConfig(), parts.cgroupV2());
        HostLimits.check(host);
        LogLimits.of(host.logConfig());
        LogDrivers.check(host.logConfig().type());
        Capabilities.of(
                SpecBuilder.orEmpty(host.capAdd()),
                SpecBuilder.orEmpty(host.capDrop()),
                parts.bounding());
        String id = Ids.next();
        if (config.hostname().isEmpty()) {
            config =
                    config.toBuilder()
                            .hostname(
                                    host.utsMode().equals("host")
                                                    || host.networkMode().equals("host")
                                            ? HostFacts.hostName()
                                            : Ids.shorten(id))
                            .build();
        }
        String name = reserve(request.name(), id);
        try {
            return create(id, name, request, config, host, command, image);
        } catch (RuntimeException e) {
            index.free(name, id);
            throw e instanceof StorageException s
                    ? EngineException.system(String.valueOf(s.getMessage()))
                    : e;
        }
    }

    private List<String> warnings(HostConfig host) {
        boolean all =
                host.privileged()
                        || SpecBuilder.orEmpty(host.capAdd()).stream()
                                .anyMatch("ALL"::equalsIgnoreCase);
        List<String> missing = Capabilities.notIn(parts.bounding(), HostFacts.lastCapability());
        return all && !missing.isEmpty()
                ? List.of(
                        "The daemon itself has not all capabilities, so the container gets none of "
                                + String.join(", ", missing))
                : List.of();
    }

    private String reserve(Optional<String> asked, String id) {
        if (asked.isEmpty() || asked.get().isEmpty()) {
            return index.reserveAny(names, id);
        }
        String name = asked.get().startsWith("/") ? asked.get().substring(1) : asked.get();
        checkName(name);
        index.reserve(name, id);
        return name;
    }

    private static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw EngineException.invalid(
                    "Invalid container name ("
                            + name
                            + "), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed");
        }
    }

    private CreatedContainer create(
            String id,
            String name,
            CreateRequest request,
            ContainerConfig config,
            HostConfig host,
            List<String> command,
            StoredImage image) {
        boolean durable = !host.autoRemove();
        ReadWriteLayer layer =
                parts.layers()
                        .createReadWrite(
                                id,
                                image.config().chainId(),
                                new ReadWriteOptions(true, Map.of(), durable));
        List<String> newVolumes = new ArrayList<>();
        ContainerHome home = new ContainerHome(parts.linux(), parts.containers().resolve(id), id);
        try {
            Map<String, StoredMountPoint> mounts =
                    MountPlan.of(
                            config,
                            host,
                            () -> {
                                Volume volume = volumes.create();
                                newVolumes.add(volume.name());
                                return volume;
                            });
            if (!newVolumes.isEmpty()) {
                VolumeContent.copy(parts.linux(), layer, mounts.values(), volumes);
            }
            try (Directory directory =
                    Directory.open(parts.linux(), parts.containers().toString())) {
                home.make(directory);
            }
            LiveContainer container =
                    new LiveContainer(
                            home,
                            StoredJson.of(
                                    stored(
                                            id, name, request, config, host, command, image,
                                            mounts)),
                            StoredJson.of(host));
            container.saveHostConfig();
            container.save();
            index.add(container);
            life.event(container, "create", Map.of());
            return new CreatedContainer(id, warnings(host));
        } catch (RuntimeException e) {
            newVolumes.forEach(volumes::discard);
            removeHome(home);
            parts.layers().removeReadWrite(id);
            throw e;
        }
    }

    private void removeHome(ContainerHome home) {
        try (Directory directory = Directory.open(parts.linux(), parts.containers().toString())) {
            if (Files.exists(home.path())) {
                directory.removeTree(home.id());
            }
        }
    }

    private StoredContainer stored(
            String id,
            String name,
            CreateRequest request,
            ContainerConfig config,
            HostConfig host,
            List<String> command,
            StoredImage image,
            Map<String, StoredMountPoint> mounts) {
        String network = networkName(host);
        return new StoredContainer(
                RawJson.EMPTY_OBJECT,
                StoredState.CREATED,
                id,
                parts.clock().instant(),
                false,
                command.getFirst(),
                command.subList(1, command.size()),
                config,
                image.id().toString(),
                StoredNetworks.initial(network, EndpointSettings.EMPTY, request.name().isEmpty()),
                "",
                "/" + name,
                parts.layers().driverName(),
                "linux",
                "",
                "",
                0,
                false,
                false,
                mounts,
                RawJson.NULL,
                RawJson.NULL,
                "",
                "",
                "",
                "",
                "",
                "",
                SpecBuilder.securityOption(host, "no-new-privileges").isPresent(),
                null);
    }

    static String networkName(HostConfig host) {
        return switch (host.networkMode()) {
            case "", "default" -> "bridge";
            default -> host.networkMode();
        };
    }

    @Override
    public boolean start(String ref, String detachKeys) {
        LiveContainer container = index.get(ref);
        container.lock().lock();
        try {
            checkThere(container);
            if (container.state().paused()) {
                throw EngineException.conflict(
                        "cannot start a paused container, try unpause instead");
            }
            if (container.state().running()) {
                return false;
            }
            life.start(container);
            return true;
        } finally {
            container.lock().unlock();
        }
    }

    private static void checkThere(LiveContainer container) {
        if (container.removed()) {
            throw EngineException.notFound("No such container: " + container.id());
        }
    }

    @Override
    public boolean stop(String ref, OptionalInt seconds) {
        LiveContainer container = index.get(ref);
        if (!container.state().running()) {
            return false;
        }
        stop(container, seconds);
        return true;
    }

    void stop(LiveContainer container, OptionalInt seconds) {
        Optional<ContainerRun> run = container.run();
        if (run.isEmpty()) {
            return;
        }
        Integer own = container.stored().config().stopTimeout();
        int wait = seconds.orElse(own == null ? STOP_SECONDS : own);
        int signal = Signals.number(container.stored().config().stopSignal(), Signals.TERM);
        life.manuallyStopped(container);
        CompletableFuture<Void> end = life.ended(container);
        life.signal(container, signal);
        if (!within(end, wait < 0 ? Long.MAX_VALUE : wait * 1000L)) {
            life.signal(container, Signals.KILL);
            within(end, 30_000);
        }
        life.event(container, "stop", Map.of());
    }

    private static boolean within(CompletableFuture<Void> end, long millis) {
        try {
            end.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineException.system("interrupted while a container stopped");
        } catch (ExecutionException e) {
            return true;
        }
    }

    @Override
    public void restart(String ref, OptionalInt seconds) {
        LiveContainer container = index.get(ref);
        container.restarting(true);
        try {
            if (container.state().running()) {
                stop(container, seconds);
            }
            start(container.id(), "");
        } finally {
            container.restarting(false);
        }
        life.event(container, "restart", Map.of());
    }

    @Override
    public void kill(String ref, String signal) {
        LiveContainer container =
                index.find(ref)
                        .orElseThrow(
                                () ->
                                        EngineException.notFound(
                                                "Cannot kill container: "
                                                        + ref
                                                        + ": No such container: "
                                                        + ref));
        int number = Signals.number(signal, Signals.KILL);
        if (!container.state().running()) {
            throw EngineException.conflict(
                    "Cannot kill container: "
                            + ref
                            + ": Container "
                            + container.id()
                            + " is not running");
        }
        CompletableFuture<Void> end = life.ended(container);
        life.signal(container, number);
        if (number == Signals.KILL) {
            within(end, 30_000);
        }
    }

    @Override
    public void pause(String ref) {
        LiveContainer container = index.get(ref);
        container.lock().lock();
        try {
            if (!container.state().running()) {
                throw EngineException.conflict("Container " + container.id() + " is not running");
            }
            if (container.state().paused()) {
                throw EngineException.conflict(
                        "Container " + container.id() + " is already paused");
            }
            life.freeze(container, true);
        } finally {
            container.lock().unlock();
        }
    }

    @Override
    public void unpause(String ref) {
        LiveContainer container = index.get(ref);
        container.lock().lock();
        try {
            if (!container.state().paused()) {
                throw EngineException.conflict("Container " + container.id() + " is not paused");
            }
            life.freeze(container, false);
        } finally {
            container.lock().unlock();
        }
    }

    @Override
    public void rename(String ref, String name) {
        LiveContainer container = index.get(ref);
        String plain = name.startsWith("/") ? name.substring(1) : name;
        if (plain.isEmpty()) {
            throw EngineException.invalid("Neither old nor new names may be empty");
        }
        container.lock().lock();
        try {
            checkThere(container);
            String old = container.name();
            if (old.equals(plain)) {
                throw EngineException.invalid(
                        "Renaming a container with the same name as its current name");
            }
            checkName(plain);
            index.reserve(plain, container.id());
            container.change(d -> d.name = "/" + plain);
            container.save();
            index.free(old, container.id());
            life.event(container, "rename", Map.of("oldName", "/" + old));
        } finally {
            container.lock().unlock();
        }
    }

    @Override
    public void remove(String ref, RemoveOptions options) {
        LiveContainer container = index.get(ref);
        if (options.link()) {
            throw EngineException.notImplemented("Mica does not serve links");
        }
        if (container.state().running()) {
            if (!options.force()) {
                throw EngineException.conflict(
                        "You cannot remove a "
                                + container.state().status()
                                + " container "
                                + container.id()
                                + ". Stop the container before attempting removal or force"
                                + " remove");
            }
            CompletableFuture<Void> end = life.ended(container);
            life.signal(container, Signals.KILL);
            within(end, 30_000);
        }
        life.remove(container, options.volumes() || container.autoRemove());
    }

    @Override
    public CompletableFuture<ExitStatus> await(String ref, WaitCondition condition) {
        LiveContainer container = index.get(ref);
        return switch (condition) {
            case REMOVED -> container.waits().removal();
            case NEXT_EXIT -> container.waits().nextExit();
            case NOT_RUNNING -> {
                CompletableFuture<ExitStatus> next = container.waits().nextExit();
                yield container.state().running()
                        ? next
                        : CompletableFuture.completedFuture(
                                new ExitStatus(container.state().exitCode(), Optional.empty()));
            }
        };
    }

    @Override
    public List<ContainerSummary> list(ListQuery query) {
        return new ContainerList(index, parts).list(query);
    }

    @Override
    public Container inspect(String ref, boolean size) {
        return ContainerViews.inspect(index.get(ref), parts, size);
    }

    @Override
    public void resize(String ref, int rows, int columns) {
        LiveContainer container = index.get(ref);
        Bundle bundle =
                container
                        .run()
                        .orElseThrow(
                                () ->
                                        EngineException.conflict(
                                                "Container " + container.id() + " is not running"))
                        .bundle();
        life.resize(bundle, rows, columns);
    }

    @Override
    public ProcessTable top(String ref, String psArguments) {
        LiveContainer container = index.get(ref);
        if (!container.state().running()) {
            throw EngineException.conflict("Container " + container.id() + " is not running");
        }
        return Processes.list(Cgroup.processes(container.id()), psArguments);
    }

    private ReadWriteLayer layer(LiveContainer container) {
        return parts.layers()
                .findReadWrite(container.id())
                .orElseThrow(() -> EngineException.system("no layer of " + container.id()));
    }

    @Override
    public List<Change> changes(String ref) {
        return layer(index.get(ref)).changes();
    }

    @Override
    public void export(String ref, OutputStream out) {
        LiveContainer container = index.get(ref);
        layer(container).writeTree(out);
        life.event(container, "export", Map.of());
    }

    @Override
    public void attach(String ref, AttachRequest request, ClientStreams client) {
        LiveContainer container = index.get(ref);
        if (container.state().paused()) {
            throw EngineException.conflict(
                    "container "
                            + container.id()
                            + " is paused, unpause the container before attach");
        }
        Attachment attachment = new Attachment(parts.linux(), request, client);
        boolean tty = container.stored().config().tty();
        try {
            container.attachments().add(attachment);
            client.ready(tty);
            if (request.logs()) {
                ContainerLog.read(container, past(request), client, () -> true);
            }
            if (!request.stream()) {
                return;
            }
            life.event(container, "attach", Map.of());
            container.run().ifPresent(run -> attachment.connect(run.bundle()));
            if (container.run().isEmpty()
                    && container.stored().hasBeenStartedBefore()
                    && request.logs()) {
                return;
            }
            if (attachment.serve()) {
                life.event(container, "detach", Map.of());
            }
        } catch (IOException e) {
            attachment.cancel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            container.attachments().remove(attachment);
        }
    }

    private static LogQuery past(AttachRequest request) {
        return new LogQuery(
                request.stdout(),
                request.stderr(),
                Optional.<Instant>empty(),
                Optional.<Instant>empty(),
                OptionalInt.empty(),
                false,
                false,
                false);
    }

    @Override
    public void logs(String ref, LogQuery query, ClientOutput client) {
        LiveContainer container = index.get(ref);
        if (!query.stdout() && !query.stderr()) {
            throw EngineException.invalid("Bad parameters: you must choose at least one stream");
        }
        if (container.hostConfig().logConfig().type().equals("none")) {
            throw EngineException.notImplemented(
                    "configured logging driver does not support reading");
        }
        AtomicBoolean gone = new AtomicBoolean();
        client.onGone(() -> gone.set(true));
        try {
            client.ready(container.stored().config().tty());
            ContainerLog.read(container, query, client, gone::get);
        } catch (IOException | UncheckedIOException e) {
            gone.set(true); // the client is gone, which is for the client to know
        }
    }

    @Override
    public PruneReport prune(Filters filters) {
        filters.onlyKnow(Set.of("label", "label!", "until"));
        PruneFilter wanted = PruneFilter.of(filters, parts.clock().instant());
        List<String> removed = new ArrayList<>();
        long freed = 0;
        for (LiveContainer container : index.all()) {
            StoredContainer stored = container.stored();
            if (!container.state().running()
                    && wanted.matches(stored.config().labels(), stored.created())) {
                try {
                    freed += layer(container).size();
                    life.remove(container, false);
                    removed.add(container.id());
                } catch (EngineException | ErrnoException _) {
                    // it was started meanwhile, or is being removed by somebody else
                }
            }
        }
        return new PruneReport(removed, freed);
    }

    /** The containers made from an image. */
    List<LiveContainer> of(ImageId image) {
        return index.all().stream()
                .filter(c -> c.stored().image().equals(image.toString()))
                .toList();
    }

    /** The names of the volumes that containers have. */
    static Set<String> usedVolumes(ContainerIndex index) {
        Set<String> used = new HashSet<>();
        index.all().forEach(c -> c.stored().mounts().values().forEach(m -> used.add(m.name())));
        return used;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
