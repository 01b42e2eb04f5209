package dev.mica.engine;

import dev.mica.image.json.StoredJson;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A container that the engine knows: what is stored of it, and what only a running engine has. Its
 * state changes under {@link #lock} alone, which may be held for as long as a start or a stop
 * takes; whoever only looks reads the last state without it.
 */
final class LiveContainer {
    private final String id;
    private final ContainerHome home;
    private final ReentrantLock lock = new ReentrantLock();
    private final Waits waits = new Waits();
    private final Attachments attachments = new Attachments();
    private final Set<String> execs = ConcurrentHashMap.newKeySet();
    private final AtomicReference<StoredJson<StoredContainer>> stored;
    private volatile StoredJson<HostConfig> hostConfig;
    private volatile @Nullable ContainerRun run;
    private volatile @Nullable ContainerLog log;
    private volatile boolean removed;
    private volatile boolean restarting;

    LiveContainer(
            ContainerHome home,
            StoredJson<StoredContainer> stored,
            StoredJson<HostConfig> hostConfig) {
        this.id = home.id();
        this.home = home;
        this.stored = new AtomicReference<>(stored);
        this.hostConfig = hostConfig;
    }

    String id() {
        return id;
    }

    /** The name without slash. */
    String name() {
        return stored().plainName();
    }

    ContainerHome home() {
        return home;
    }

    /** Held while the container's state changes. */
    ReentrantLock lock() {
        return lock;
    }

    Waits waits() {
        return waits;
    }

    Attachments attachments() {
        return attachments;
    }

    /** The ids of its execs that have not ended; thread-safe. */
    Set<String> execs() {
        return execs;
    }

    StoredContainer stored() {
        return stored.get().value();
    }

    StoredState state() {
        return stored().state();
    }

    HostConfig hostConfig() {
        return hostConfig.value();
    }

    boolean autoRemove() {
        return hostConfig().autoRemove();
    }

    /** Whether its end is its removal: not where it is only stopped to be started again. */
    boolean goesWithItsEnd() {
        return autoRemove() && !restarting;
    }

    void restarting(boolean now) {
        restarting = now;
    }

    /** The process that runs; empty while none does. */
    Optional<ContainerRun> run() {
        return Optional.ofNullable(run);
    }

    void run(@Nullable ContainerRun run) {
        this.run = run;
    }

    /** The log; empty before the first start, and where nothing is logged. */
    Optional<ContainerLog> log() {
        return Optional.ofNullable(log);
    }

    void log(ContainerLog log) {
        this.log = log;
    }

    /** Whether it is gone: who waited for the lock must look. */
    boolean removed() {
        return removed;
    }

    void markRemoved() {
        removed = true;
    }

    /**
     * Changes what is stored, in memory; none is lost to another at the same time.
     *
     * @param change may be called more than once
     */
    void change(Consumer<StoredContainer.Draft> change) {
        stored.updateAndGet(old -> old.with(old.value().change(change)));
    }

    /** Changes the state, in memory. */
    void state(StoredState state) {
        change(draft -> draft.state = state);
    }

    /**
     * Writes what is stored. A container that goes when it ends is not worth a wait for the disk: a
     * power cut ends it, and the next start of the engine removes what is left.
     */
    void save() {
        byte[] config = stored.get().toBytes();
        if (autoRemove()) {
            home.writeUnsynced(ContainerHome.CONFIG, ContainerHome.CONFIG_MODE, config);
        } else {
            home.write(ContainerHome.CONFIG, ContainerHome.CONFIG_MODE, config);
        }
    }

    /** Writes what is stored, to be on disk with the next {@link #save} at the latest. */
    void saveSoon() {
        home.writeUnsynced(ContainerHome.CONFIG, ContainerHome.CONFIG_MODE, stored.get().toBytes());
    }

    /** Writes the host's part, which {@link #save} makes durable with the directory it is in. */
    void saveHostConfig() {
        byte[] json = hostConfig.toBytes();
        if (autoRemove()) {
            home.writeUnsynced(ContainerHome.HOST_CONFIG, ContainerHome.PUBLIC_MODE, json);
        } else {
            home.write(ContainerHome.HOST_CONFIG, ContainerHome.PUBLIC_MODE, json);
        }
    }

    @Override
    public String toString() {
        return "container " + Ids.shorten(id);
    }
}
