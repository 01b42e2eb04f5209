package dev.mica.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's events: the last {@value #REMEMBERED} are kept, and each listener has a queue of its
 * own, so that a slow one holds nobody up. Thread-safe.
 */
final class LocalEvents implements Events {
    private static final int REMEMBERED = 256;
    private static final int QUEUE = 4096;
    private static final Set<String> KEYS =
            Set.of(
                    "config",
                    "container",
                    "daemon",
                    "event",
                    "image",
                    "label",
                    "network",
                    "node",
                    "plugin",
                    "scope",
                    "secret",
                    "service",
                    "type",
                    "volume");

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Event> past = new ArrayDeque<>();
    private final List<Listener> listeners = new ArrayList<>();

    LocalEvents(Clock clock) {
        this.clock = clock;
    }

    /** Tells everyone of something that has just happened. */
    void publish(String type, String action, String actorId, Map<String, String> attributes) {
        lock.lock();
        try {
            Event event =
                    new Event(
                            type,
                            action,
                            actorId,
                            Collections.unmodifiableMap(new TreeMap<>(attributes)),
                            clock.instant());
            if (past.size() == REMEMBERED) {
                past.removeFirst();
            }
            past.addLast(event);
            listeners.forEach(l -> l.offer(event));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many listen. */
    int listeners() {
        lock.lock();
        try {
            return listeners.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Subscription subscribe(
            Optional<Instant> since, Optional<Instant> until, Filters filters) {
        filters.onlyKnow(KEYS);
        lock.lock();
        try {
            Listener listener = new Listener(until, filters);
            since.ifPresent(
                    from ->
                            past.stream()
                                    .filter(e -> !e.time().isBefore(from))
                                    .filter(e -> until.isEmpty() || !e.time().isAfter(until.get()))
                                    .forEach(listener::offer));
            listeners.add(listener);
            return listener;
        } finally {
            lock.unlock();
        }
    }

    private static boolean matches(Filters filters, Event event) {
        Map<String, String> attributes = event.attributes();
        return any(filters.get("type"), event.type())
                && any(filters.get("scope"), "local")
                && action(filters.get("event"), event.action())
                && labels(filters.get("label"), attributes)
                && actor(filters.get("container"), "container", event)
                && actor(filters.get("volume"), "volume", event)
                && actor(filters.get("network"), "network", event)
                && actor(filters.get("daemon"), "daemon", event)
                && actor(filters.get("plugin"), "plugin", event)
                && actor(filters.get("config"), "config", event)
                && actor(filters.get("secret"), "secret", event)
                && actor(filters.get("service"), "service", event)
                && actor(filters.get("node"), "node", event)
                && image(filters.get("image"), event);
    }

    private static boolean any(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    /** {@code exec_start} means {@code exec_start: sh} as well. */
    private static boolean action(Set<String> wanted, String action) {
        return wanted.isEmpty()
                || wanted.stream().anyMatch(w -> action.equals(w) || action.startsWith(w + ":"));
    }

    private static boolean labels(Set<String> wanted, Map<String, String> attributes) {
        return wanted.stream()
                .allMatch(
                        label -> {
                            int equals = label.indexOf('=');
                            return equals < 0
                                    ? attributes.containsKey(label)
                                    : label.substring(equals + 1)
                                            .equals(attributes.get(label.substring(0, equals)));
                        });
    }

    private static boolean actor(Set<String> wanted, String type, Event event) {
        if (wanted.isEmpty()) {
            return true;
        }
        String name = event.attributes().getOrDefault("name", "");
        return event.type().equals(type)
                && wanted.stream()
                        .anyMatch(
                                w ->
                                        event.actorId().equals(w)
                                                || name.equals(w)
                                                || (w.length() >= 3
                                                        && event.actorId().startsWith(w)));
    }

    /** An image's own events, and those of containers made from it; with its tag or without. */
    private static boolean image(Set<String> wanted, Event event) {
        if (wanted.isEmpty()) {
            return true;
        }
        String attribute = event.type().equals("image") ? "name" : "image";
        String name = event.attributes().getOrDefault(attribute, "");
        return wanted.contains(event.actorId())
                || wanted.contains(name)
                || wanted.contains(withoutTag(name));
    }

    private static String withoutTag(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private final class Listener implements Subscription {
        private final Optional<Instant> until;
        private final Filters filters;
        private final Deque<Event> queue = new ArrayDeque<>();
        private boolean closed;

        Listener(Optional<Instant> until, Filters filters) {
            this.until = until;
            this.filters = filters;
        }

        /** The lock is held. */
        void offer(Event event) {
            if (matches(filters, event)) {
                if (queue.size() == QUEUE) {
                    queue.removeFirst();
                }
                queue.addLast(event);
            }
        }

        @Override
        public Optional<Event> next() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (queue.isEmpty() && !closed) {
                    if (until.isEmpty()) {
                        changed.await();
                    } else {
                        long left = Duration.between(clock.instant(), until.get()).toNanos();
                        if (left <= 0) {
                            return Optional.empty();
                        }
                        changed.await(left, TimeUnit.NANOSECONDS);
                    }
                }
                return closed ? Optional.empty() : Optional.of(queue.removeFirst());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                listeners.remove(this);
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}
