package dev.mica.engine;

import dev.mica.storage.ReadWriteLayer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** What a container leaves on the host, and taking it away. Thread-safe. */
final class ContainerRemains {
    private static final System.Logger LOG = System.getLogger(ContainerRemains.class.getName());

    private final Parts parts;

    ContainerRemains(Parts parts) {
        this.parts = parts;
    }

    /** Removes all that a container which ended leaves: runtime, bundle, network, mount. */
    void cleanUp(LiveContainer container) {
        removeRuntime(container.id());
        parts.removeTree(parts.bundle(container.id()).path());
        parts.removeTree(parts.execBundles(container.id()));
        ContainerLog.forgetConmon(container.home());
        parts.bridge()
                .ifPresentOrElse(
                        b -> b.disconnect(container.id(), lease(container)),
                        () ->
                                DefaultBridge.release(
                                        parts.linux(), parts.execRoot(), container.id()));
        parts.layers().findReadWrite(container.id()).ifPresent(ReadWriteLayer::unmount);
    }

    /** The address it was given; empty where it is on no bridge of ours. */
    Optional<DefaultBridge.Lease> lease(LiveContainer container) {
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
    void removeRuntime(String id) {
        Path state = parts.runc().state(id);
        if (Cgroup.remove(id)) {
            parts.removeTree(state);
        } else if (Files.exists(state)) {
            try {
                parts.runc().delete(id);
            } catch (RuntimeFailure e) {
                LOG.log(System.Logger.Level.WARNING, "runc delete {0}: {1}", id, e.reason());
            }
            Cgroup.remove(id);
        }
    }

    /** Kills what is left of a container that no conmon looks after, and waits for its end. */
    void killLeft(String id) {
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
}
