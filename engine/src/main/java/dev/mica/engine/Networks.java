package dev.mica.engine;

import java.util.List;

/**
 * The networks there are: {@code bridge}, unless the engine has none, {@code host} and {@code
 * none}.
 */
public interface Networks {

    /**
     * Lists networks: by {@code name}, {@code id}, {@code driver}, {@code type}, {@code scope},
     * {@code dangling}, {@code label}.
     */
    List<Network> list(Filters filters);

    /**
     * One network, by name, id or beginning of an id.
     *
     * @throws EngineException {@code network NAME not found}
     */
    Network inspect(String ref);

    /**
     * Removes a network, which cannot be.
     *
     * @throws EngineException {@code bridge is a pre-defined network and cannot be removed}, or not
     *     found
     */
    void remove(String ref);
}
