package dev.mica.engine;

import java.io.InputStream;

/** A client that is attached: its output, and its input where it sends any. */
public interface ClientStreams extends ClientOutput {

    /**
     * What the client types, for the engine to read once it called {@link #ready}. Its end is the
     * client's half-close. Closed by the engine never.
     */
    InputStream input();
}
