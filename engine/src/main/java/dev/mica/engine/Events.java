package dev.mica.engine;

import java.time.Instant;
import java.util.Optional;

/** What happened and what happens. */
public interface Events {

    /**
     * Subscribes: past events that are still known and later than {@code since} come first (the
     * last 256 are known), then those that happen. The subscription counts from the moment this
     * returns.
     *
     * @param since empty for no past events
     * @param until the moment that {@link Subscription#next} ends; empty for never
     * @param filters by type, event, container, image, volume, network, label, scope, daemon…
     */
    Subscription subscribe(Optional<Instant> since, Optional<Instant> until, Filters filters);

    /** The events of one listener, each seen once. One thread reads; any thread closes. */
    interface Subscription extends AutoCloseable {

        /**
         * Waits for the next event. Empty when {@code until} is past or the subscription was
         * closed. A reader that falls more than some thousand events behind loses the oldest.
         */
        Optional<Event> next() throws InterruptedException;

        @Override
        void close();
    }
}
