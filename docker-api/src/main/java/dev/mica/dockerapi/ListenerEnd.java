package dev.mica.dockerapi;

import io.helidon.common.Builder;
import io.helidon.webserver.Routing;

/**
 * Tells when a listener has ended. Helidon ends it for good when accepting fails, as it does where
 * no file descriptor is left; a daemon that lives on and hears nobody is worse than none.
 */
final class ListenerEnd implements Routing, Builder<ListenerEnd, ListenerEnd> {
    private final Runnable ended;

    ListenerEnd(Runnable ended) {
        this.ended = ended;
    }

    @Override
    public ListenerEnd build() {
        return this;
    }

    @Override
    public void afterStop() {
        ended.run();
    }
}
