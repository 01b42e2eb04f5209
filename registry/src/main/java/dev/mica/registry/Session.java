package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Talks to one endpoint on behalf of one user. */
final class Session implements AutoCloseable {

    private final Endpoint endpoint;
    private final RegistryConfig config;
    private final Transport transport;
    private final Authorizer authorizer;
    private final ReentrantLock greeting = new ReentrantLock();
    private volatile boolean greeted;

    Session(
            Endpoint endpoint,
            RegistryConfig config,
            Trust trust,
            Credentials user,
            boolean login) {
        this.endpoint = endpoint;
        this.config = config;
        this.transport = new Transport(config, trust.context(endpoint), endpoint.insecure());
        this.authorizer =
                new Authorizer(endpoint, user, new TokenServer(endpoint, config, transport), login);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    /** For a small answer. */
    Deadline deadline() {
        return Deadline.in(config.limits().total());
    }

    Limits limits() {
        return config.limits();
    }

    /** Whether the endpoint has answered anything at all. */
    boolean isGreeted() {
        return greeted;
    }

    /** Finds out once whether anybody is there, and whether they ask who we are. */
    void greet() {
        if (greeted) {
            return;
        }
        greeting.lock();
        try {
            if (!greeted) {
                try (Reply reply = transport.send(Request.get(endpoint.base(), deadline()))) {
                    if (reply.status() == 401) {
                        authorizer.challenged(null, "", reply);
                    }
                    if (reply.status() == 407) {
                        throw new RegistryException(
                                Kind.UNREACHABLE,
                                reply.request() + ": " + StatusText.of(reply.status()));
                    }
                }
                greeted = true;
            }
        } finally {
            greeting.unlock();
        }
    }

    /**
     * Sends a request with what the endpoint asks for to let it pass.
     *
     * @param scope of the token
     * @return an answer of any status
     */
    Reply send(Request request, String scope) {
        String authorization = authorizer.authorization(scope, request);
        Reply reply = transport.send(request.authorizedBy(authorization));
        if (reply.status() == 401 && authorizer.challenged(authorization, scope, reply)) {
            reply.close();
            return again(request, scope);
        }
        return reply;
    }

    /** Sends a request to whomever, and tells nobody who asks. */
    Reply sendAnonymously(Request request) {
        return transport.send(request);
    }

    private Reply again(Request request, String scope) {
        @Nullable String authorization = authorizer.authorization(scope, request);
        return transport.send(request.authorizedBy(authorization));
    }

    @Override
    public void close() {
        transport.close();
    }
}
