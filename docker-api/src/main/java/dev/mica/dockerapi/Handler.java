package dev.mica.dockerapi;

import java.io.IOException;

/** Serves one route. What it throws becomes the answer, see {@link Failures}. */
@FunctionalInterface
interface Handler {
    void handle(Exchange exchange) throws IOException;
}
