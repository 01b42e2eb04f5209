package dev.mica.cli;

import dev.mica.dockerapi.DockerClient;
import dev.mica.dockerapi.DockerClientRequest;
import java.util.List;

/**
 * The steps of an image's history that made its layers. The API does not say which steps made none,
 * so those are left out that have no size, or say {@code #(nop)} as Docker's builder does, if just
 * as many remain as there are layers.
 */
final class LayerHistory {

    /** A step: what it was, and the bytes of the files that it added. */
    record Step(String createdBy, long size) {}

    private final List<Step> steps;

    private LayerHistory(List<Step> steps) {
        this.steps = steps;
    }

    /** Asks for the history of an image. */
    static LayerHistory read(DockerClient client, String image) {
        String path = "/images/" + DockerClientRequest.segment(image) + "/history";
        Json history = Json.read(client.send(DockerClientRequest.get(path)).bytes());
        return new LayerHistory(
                history.items().stream()
                        .map(
                                step ->
                                        new Step(
                                                step.text("CreatedBy").replaceAll("\\s+", " "),
                                                step.at("Size").number()))
                        .toList());
    }

    /**
     * The step that made a layer; one without text where that is not clear.
     *
     * @param index of the layer from the top
     * @param layers how many there are
     */
    Step step(int index, int layers) {
        List<Step> sized = steps.stream().filter(step -> step.size() > 0).toList();
        List<Step> real = steps.stream().filter(s -> !s.createdBy().contains("#(nop)")).toList();
        for (List<Step> candidates : List.of(steps, sized, real)) {
            if (candidates.size() == layers) {
                Step step = candidates.get(index);
                return step.createdBy().isEmpty() ? new Step("a layer", step.size()) : step;
            }
        }
        return new Step("a layer", -1);
    }
}
