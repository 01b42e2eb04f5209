package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.image.ImageId;
import dev.mica.storage.spi.Change;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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

/** Containers on this host. Thread-safe: what changes one holds its lock. */
final class LocalContainers implements Containers {
    private static final int STOP_SECONDS = 10;

    private final Parts parts;
    private final ContainerIndex index;
    private final ContainerLife life;
    private final ContainerEvents events;
    private final ContainerMaking making;
    private final ContainerStreams streams;

    LocalContainers(
            Parts parts,
            ContainerIndex index,
            ContainerLife life,
            ContainerEvents events,
            LocalImages images,
            LocalVolumes volumes,
            NameMaker names) {
        this.parts = parts;
        this.index = index;
        this.life = life;
        this.events = events;
        this.making = new ContainerMaking(parts, index, events, images, volumes, names);
        this.streams = new ContainerStreams(parts, events);
    }

    @Override
    public CreatedContainer create(CreateRequest request) {
        return making.create(request);
    }

    @Override
    public void attach(String ref, AttachRequest request, ClientStreams client) {
        streams.attach(index.get(ref), request, client);
    }

    @Override
    public void logs(String ref, LogQuery query, ClientOutput client) {
        streams.logs(index.get(ref), query, client);
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
        events.tell(container, "stop", Map.of());
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
        events.tell(container, "restart", Map.of());
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
            ContainerMaking.checkName(plain);
            index.reserve(plain, container.id());
            container.change(d -> d.name = "/" + plain);
            container.save();
            index.free(old, container.id());
            events.tell(container, "rename", Map.of("oldName", "/" + old));
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
        parts.conmon().resize(bundle, rows, columns);
    }

    @Override
    public ProcessTable top(String ref, String psArguments) {
        LiveContainer container = index.get(ref);
        if (!container.state().running()) {
            throw EngineException.conflict("Container " + container.id() + " is not running");
        }
        return Processes.list(Cgroup.processes(container.id()), psArguments);
    }

    @Override
    public List<Change> changes(String ref) {
        return parts.layer(index.get(ref)).changes();
    }

    @Override
    public void export(String ref, OutputStream out) {
        LiveContainer container = index.get(ref);
        parts.layer(container).writeTree(out);
        events.tell(container, "export", Map.of());
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
                    freed += parts.layer(container).size();
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
