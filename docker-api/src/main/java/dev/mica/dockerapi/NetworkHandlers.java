package dev.mica.dockerapi;

import dev.mica.engine.Networks;
import java.util.List;

/** The networks there are; none can be made or removed. */
final class NetworkHandlers {
    private final Networks networks;

    NetworkHandlers(Networks networks) {
        this.networks = networks;
    }

    void list(Exchange exchange) {
        List<NetworkAnswer> list =
                networks.list(FilterParameter.of(exchange.query())).stream()
                        .map(network -> NetworkAnswer.of(network, true))
                        .toList();
        exchange.answerList(list);
    }

    void inspect(Exchange exchange) {
        exchange.answerJson(
                200, NetworkAnswer.of(networks.inspect(exchange.variable("id")), false));
    }

    void remove(Exchange exchange) {
        networks.remove(exchange.variable("id"));
        exchange.answer().empty(204);
    }

    /** Connecting and disconnecting: an unknown network is told apart from what is not served. */
    void refuse(Exchange exchange) {
        networks.inspect(exchange.variable("id"));
        NotServed.refuse(exchange);
    }

    /** There is nothing that could go, so nothing went. */
    void prune(Exchange exchange) {
        exchange.answerJson(200, new PruneAnswer.Networks(null));
    }
}
