package dev.mica.dockerapi;

/** Requests that dockerd serves and Mica does not; each is refused by name, never ignored. */
final class NotServed {
    private static final String NO_MANAGER =
            "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\""
                    + " to connect this node to swarm and try again.";

    private NotServed() {}

    /** Answers 501 and names the request. */
    static void refuse(Exchange exchange) {
        Failures.answer(exchange.answer(), refusal(exchange));
    }

    /** The 501 that names the request. */
    static ApiException refusal(Exchange exchange) {
        return new ApiException(
                501, exchange.method() + " " + exchange.path() + " is not served by Mica");
    }

    /** What Docker says on a host outside of a swarm, which every host of Mica's is. */
    static void needsSwarm(Exchange exchange) {
        Failures.answer(exchange.answer(), new ApiException(503, NO_MANAGER));
    }

    /** The same for leaving a swarm. */
    static void leaveSwarm(Exchange exchange) {
        var problem = new ApiException(503, "This node is not part of a swarm");
        Failures.answer(exchange.answer(), problem);
    }
}
