package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers one endpoint's challenges on behalf of one user, and keeps the tokens while they live.
 */
final class Authorizer {

    private final Endpoint endpoint;
    private final Credentials credentials;
    private final TokenServer tokenServer;
    private final boolean login;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Token> tokens = new HashMap<>();
    private List<Challenge> challenges = List.of();
    private String identityToken;

    /**
     * @param login whether a token that stands in for the password is wanted
     */
    Authorizer(Endpoint endpoint, Credentials credentials, TokenServer tokenServer, boolean login) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.tokenServer = tokenServer;
        this.login = login;
        this.identityToken = credentials.identityToken();
    }

    /** What stands in for the password; empty where no server gave any. */
    String identityToken() {
        lock.lock();
        try {
            return identityToken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The {@code Authorization} for a request, or null where the endpoint has not asked for any.
     * May ask a token server.
     *
     * @throws RegistryException when there are no credentials to give, or the token server refuses
     */
    @Nullable String authorization(String scope, Request request) {
        lock.lock(); // over I/O: the layers of an image wait for one token rather than fetch many
        try {
            Optional<Challenge> bearer = challenge("bearer");
            if (bearer.isPresent()) {
                return bearer(bearer.get(), scope, request);
            }
            return challenge("basic").isPresent() ? basic(request) : null;
        } finally {
            lock.unlock();
        }
    }

    private String bearer(Challenge challenge, String scope, Request request) {
        if (!credentials.registryToken().isEmpty()) {
            requireSafe(request);
            return "Bearer " + credentials.registryToken();
        }
        Token token = tokens.get(scope);
        if (token == null || !token.isLive()) {
            token = tokenServer.fetch(challenge, scope, credentials, login, request);
            tokens.put(scope, token);
            if (!token.refresh().isEmpty()) {
                identityToken = token.refresh();
            }
        }
        return token.bearer();
    }

    private String basic(Request request) {
        if (!credentials.hasPassword()) {
            throw new RegistryException(Kind.UNAUTHORIZED, request + ": no basic auth credentials");
        }
        requireSafe(request);
        return credentials.basic();
    }

    private void requireSafe(Request request) {
        if (endpoint.isPlain() && !endpoint.insecure()) {
            throw new RegistryException(
                    Kind.UNAUTHORIZED,
                    request
                            + ": refusing to send credentials to "
                            + endpoint
                            + ": it is not https, and not among the insecure registries");
        }
    }

    /**
     * Takes note of a 401.
     *
     * @param used what was sent
     * @return whether asking again may help: there is a challenge now, or a token had expired
     */
    boolean challenged(@Nullable String used, String scope, Reply reply) {
        if (!Transport.sameOrigin(reply.url(), endpoint.base())) {
            return false; // of where it redirected to, which gets no secrets of ours
        }
        List<Challenge> asked = Challenge.parse(reply.headers("WWW-Authenticate"));
        lock.lock();
        try {
            if (!asked.isEmpty()) {
                challenges = asked;
            }
            if (used == null) {
                return challenge("bearer").isPresent() || challenge("basic").isPresent();
            }
            Token token = tokens.get(scope);
            if (token == null) {
                return false;
            }
            if (used.equals(token.bearer())) {
                tokens.remove(scope);
            }
            return !denies(asked);
        } finally {
            lock.unlock();
        }
    }

    /** Whether another token would be refused as well. */
    private static boolean denies(List<Challenge> asked) {
        return asked.stream().anyMatch(c -> c.parameter("error").equals("insufficient_scope"));
    }

    private Optional<Challenge> challenge(String scheme) {
        return challenges.stream().filter(c -> c.scheme().equals(scheme)).findFirst();
    }
}
