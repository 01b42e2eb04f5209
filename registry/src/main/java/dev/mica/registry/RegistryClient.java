package dev.mica.registry;

import dev.mica.image.Reference;

/**
 * The way to registries. Opening one costs nothing: names are looked up, certificates read and
 * connections made when an image is asked for. Safe for use by many threads; every method blocks,
 * and ends with {@link RegistryException.Kind#CANCELLED} when its thread is interrupted.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class RegistryClient {

    private final RegistryConfig config;

    public RegistryClient(RegistryConfig config) {
        this.config = config;
    }

    /** How this client reaches registries. */
    public RegistryConfig config() {
        return config;
    }

    /**
     * One repository, on behalf of someone. Nothing is asked of the registry yet.
     *
     * @param name tag and digest do not matter here
     */
    public RemoteRepository repository(Reference name, Credentials credentials) {
        throw new UnsupportedOperationException("not yet");
    }

    /**
     * Asks the registry named by {@link Credentials#serverAddress()}, or Docker Hub where that is
     * empty, whether it takes these credentials.
     *
     * @throws RegistryException when it does not, with Docker's words
     */
    public LoginResult login(Credentials credentials) {
        throw new UnsupportedOperationException("not yet");
    }
}
