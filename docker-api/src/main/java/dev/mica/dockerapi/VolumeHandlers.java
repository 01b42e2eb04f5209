package dev.mica.dockerapi;

import dev.mica.engine.PruneReport;
import dev.mica.engine.Volumes;

/** Anonymous volumes. */
final class VolumeHandlers {
    private final Volumes volumes;

    VolumeHandlers(Volumes volumes) {
        this.volumes = volumes;
    }

    void list(Exchange exchange) {
        exchange.answerJson(
                200,
                new VolumeAnswer.Listing(
                        volumes.list(FilterParameter.of(exchange.query())).stream()
                                .map(VolumeAnswer::of)
                                .toList(),
                        null));
    }

    void inspect(Exchange exchange) {
        exchange.answerJson(200, VolumeAnswer.of(volumes.inspect(exchange.variable("name"))));
    }

    void remove(Exchange exchange) {
        volumes.remove(exchange.variable("name"), exchange.query().bool("force"));
        exchange.answer().empty(204);
    }

    void prune(Exchange exchange) {
        PruneReport report = volumes.prune(FilterParameter.of(exchange.query()));
        exchange.answerJson(
                200, new PruneAnswer.Volumes(report.removed(), report.spaceReclaimed()));
    }
}
