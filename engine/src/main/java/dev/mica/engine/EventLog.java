package dev.mica.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the last events and hands new ones to those who listen. Publishing never waits. */
final class EventLog implements Events {
    /** As many as Docker remembers. */
    private static final int REMEMBERED = 256;

    /** As many as a listener may be behind before it loses the oldest. */
    private static final int BEHIND = 4096;

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Event> past = new ArrayDeque<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    EventLog(Clock clock) {
        this.clock = clock;
    }

    /** Publishes what happened just now. */
    void publish(String type, String action, String actorId, Map<String, String> attributes) {
        Map<String, String> sorted = Collections.unmodifiableMap(new TreeMap<>(attributes));
        lock.lock();
        try {
            Event event = new Event(type, action, actorId, sorted, clock.instant());
            if (past.size() == REMEMBERED) {
                past.removeFirst();
            }
            past.addLast(event);
            listeners.forEach(listener -> listener.offer(event));
        } finally {
            lock.unlock();
        }
    }

    int listenerCount() {
        return listeners.size();
    }

    @Override
    public Subscription subscribe(
            Optional<Instant> since, Optional<Instant> until, Filters filters) {
        Listener listener = new Listener(until, new EventFilter(filters));
        lock.lock();
        try {
            if (since.isPresent() || until.isPresent()) {
                Instant from = since.orElse(Instant.MIN);
                new ArrayList<>(past)
                        .stream().filter(e -> !e.time().isBefore(from)).forEach(listener::offer);
            }
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        return listener;
    }

    private final class Listener implements Subscription {
        private final Optional<Instant> until;
        private final EventFilter filter;
        private final LinkedBlockingDeque<Optional<Event>> queue = new LinkedBlockingDeque<>();

        Listener(Optional<Instant> until, EventFilter filter) {
            this.until = until;
            this.filter = filter;
        }

        void offer(Event event) {
            boolean late = until.isPresent() && event.time().isAfter(until.get());
            if (!late && filter.matches(event)) {
                if (queue.size() >= BEHIND) {
                    queue.pollFirst();
                }
                queue.addLast(Optional.of(event));
            }
        }

        @Override
        public Optional<Event> next() throws InterruptedException {
            Optional<Event> event;
            if (until.isEmpty()) {
                event = queue.takeFirst();
            } else {
                long left = clock.instant().until(until.get()).toNanos();
                Optional<Event> polled = queue.pollFirst(Math.max(0, left), TimeUnit.NANOSECONDS);
                event = polled == null ? Optional.empty() : polled;
            }
            if (event.isEmpty()) {
                close();
            }
            return event;
        }

        @Override
        public void close() {
            listeners.remove(this);
            queue.addLast(Optional.empty());
        }
    }
}
