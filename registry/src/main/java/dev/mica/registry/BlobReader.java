package dev.mica.registry;

import java.io.IOException;
import java.io.InputStream;

/**
 * Does something with a blob's bytes while they arrive: unpacks a layer.
 *
 * @param <T> what it makes of them
 */
@FunctionalInterface
public interface BlobReader<T> {

    /**
     * Reads a blob from its beginning. The bytes are <b>not yet verified</b>: what is made of them
     * must stay invisible until {@link ResolvedImage#read} has returned it. Called again, with a
     * new stream, when the bytes turned out to be wrong and another source has the blob as well;
     * what the call before made must then be thrown away.
     *
     * @param blob not to be used after this method; it need not be read to its end
     * @throws IOException passed on as it is
     */
    T read(InputStream blob) throws IOException;
}
