package dev.mica.registry;

import dev.mica.image.Reference;
import dev.mica.registry.RegistryException.Kind;
import java.util.List;

/**
 * The way to registries. Opening one costs nothing: names are looked up, certificates read and
 * connections made when an image is asked for. Safe for use by many threads; every method blocks,
 * and ends with {@link RegistryException.Kind#CANCELLED} when its thread is interrupted.
 */
public final class RegistryClient {

    private static final String HUB_ACCOUNTS = "index.docker.io";

    private final RegistryConfig config;
    private final Trust trust;

    public RegistryClient(RegistryConfig config) {
        this.config = config;
        this.trust = new Trust(config.certificates());
    }

    /** How this client reaches registries. */
    public RegistryConfig config() {
        return config;
    }

    /**
     * One repository, on behalf of someone. Nothing is asked of the registry yet, but its name is
     * looked up to find out whether it is an insecure one.
     *
     * @param name tag and digest do not matter here
     */
    public RemoteRepository repository(Reference name, Credentials credentials) {
        List<Endpoint> endpoints = Endpoint.of(name.domain(), config);
        return new RemoteRepository(name, sessions(endpoints, credentials, false));
    }

    /**
     * Asks the registry named by {@link Credentials#serverAddress()}, or Docker Hub where that is
     * empty, whether it takes these credentials.
     *
     * @throws RegistryException when it does not, with Docker's words
     */
    public LoginResult login(Credentials credentials) {
        String registry = registry(credentials.serverAddress());
        List<Endpoint> endpoints =
                Endpoint.of(registry, config).stream().filter(e -> !e.mirror()).toList();
        try (Sessions sessions = sessions(endpoints, credentials, true)) {
            return sessions.first((session, rest) -> login(session));
        }
    }

    private static LoginResult login(Session session) {
        Request request = Request.get(session.endpoint().base(), session.deadline());
        try (Reply reply = session.send(request, "")) {
            if (reply.status() != 200) {
                throw new RegistryException(
                        reply.status() == 401 ? Kind.UNAUTHORIZED : Kind.UNEXPECTED,
                        "login attempt to "
                                + request.url()
                                + " failed with status: "
                                + ErrorAnswer.statusLine(reply.status()));
            }
            return new LoginResult("Login Succeeded", session.authorizer().identityToken());
        }
    }

    /** The registry that an address means: clients give whole URLs, of the hub an old one. */
    private static String registry(String address) {
        String bare = address.replaceFirst("^[A-Za-z]+://", "").replaceFirst("/.*$", "");
        return bare.isEmpty() || bare.equals(HUB_ACCOUNTS) ? Endpoint.HUB : bare;
    }

    private Sessions sessions(List<Endpoint> endpoints, Credentials credentials, boolean login) {
        return new Sessions(
                endpoints, endpoint -> new Session(endpoint, config, trust, credentials, login));
    }
}
