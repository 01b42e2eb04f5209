package dev.mica.engine;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.storage.ReadWriteLayer;
import dev.mica.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

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
    private final ContainerEvents events;
    private final ContainerRemains remains;
    private final ContainerStart starts;

    ContainerLife(
            Parts parts,
            ContainerIndex index,
            LocalVolumes volumes,
            LocalNetworks networks,
            ContainerEvents events,
            ContainerSpecs specs) {
        this.parts = parts;
        this.index = index;
        this.volumes = volumes;
        this.events = events;
        this.remains = new ContainerRemains(parts);
        this.starts = new ContainerStart(parts, networks, events, specs, remains);
    }

    /**
     * Starts a container; its process runs when this returns.
     *
     * @throws EngineException with the status and words of dockerd, after its state says so too
     */
    void start(LiveContainer container) {
        ContainerRun run;
        try {
            run = starts.start(container);
        } catch (RuntimeException e) {
            throw failure(container, e);
        }
        watch(container, run);
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
            remains.cleanUp(container);
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
        events.tell(container, "die", Map.of("exitCode", Integer.toString(code)));
        events.tellNetwork(container, "disconnect");
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
        events.tell(container, "kill", Map.of("signal", Integer.toString(signal)));
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
        events.tell(container, frozen ? "pause" : "unpause", Map.of());
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
        events.tell(container, "destroy", Map.of());
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
                remains.killLeft(container.id());
                remains.cleanUp(container);
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
        remains.lease(container).ifPresent(l -> parts.bridge().orElseThrow().adopt(l));
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
        remains.killLeft(container.id());
        container.state(
                container.state().exited(code.orElse(LOST), false, parts.clock().instant()));
        remains.cleanUp(container);
        container.save();
        if (container.autoRemove()) {
            remove(container, true);
        }
    }
}
