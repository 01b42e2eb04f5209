package dev.mica.dockerapi;

import java.util.List;

/** Requests that dockerd serves and Mica does not; each is refused by name, never ignored. */
final class NotServed {
    private static final String NO_MANAGER =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                    + " to connect this node to swarm and try again.";

    private NotServed() {}

    /** Answers 501 and names the request. */
    static void refuse(Exchange exchange) {
        answer(exchange, 501, exchange.method() + " " + exchange.path() + " is not served by Mica");
    }

    /** What Docker says on a host outside of a swarm, which every host of Mica's is. */
    static void needsSwarm(Exchange exchange) {
        answer(exchange, 503, NO_MANAGER);
    }

    /** The same for leaving a swarm. */
    static void leaveSwarm(Exchange exchange) {
        answer(exchange, 503, "This node is not part of a swarm");
    }

    /** The list of plugins. */
    static void nonePlugged(Exchange exchange) {
        exchange.answerList(List.of());
    }

    /** Whatever is done to a plugin. */
    static void noSuchPlugin(Exchange exchange) {
        String name = GoText.quote(exchange.variable("name"));
        answer(exchange, 404, "plugin " + name + " not found");
    }

    /** Pruning what builds have left: nothing was built. */
    static void nothingBuilt(Exchange exchange) {
        exchange.answerJson(200, new PruneAnswer.Builds(null, 0));
    }

    private static void answer(Exchange exchange, int status, String message) {
        exchange.answer().send(status, WireJson.message(message), "Content-Type: application/json");
    }
}
