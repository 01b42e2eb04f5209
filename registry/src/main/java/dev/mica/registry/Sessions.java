package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions with the endpoints of one registry, each begun when the ones before it have failed. */
final class Sessions implements AutoCloseable {

    /** Something to ask of an endpoint. */
    interface Question<T> {
        /**
         * Asks it.
         *
         * @param rest who may be asked for what this endpoint lacks
         */
        T ask(Session session, List<Session> rest);
    }

    private final List<Endpoint> endpoints;
    private final Function<Endpoint, Session> opener;
    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable Session[] open;
    private boolean closed;

    Sessions(List<Endpoint> endpoints, Function<Endpoint, Session> opener) {
        this.endpoints = endpoints;
        this.opener = opener;
        this.open = new Session[endpoints.size()];
    }

    /**
     * The first endpoint's answer, of those that have one.
     *
     * @throws RegistryException what the last one said
     */
    <T> T first(Question<T> question) {
        Set<String> secure = new HashSet<>();
        @Nullable RegistryException last = null;
        for (int i = 0; i < endpoints.size(); i++) {
            Endpoint endpoint = endpoints.get(i);
            if (endpoint.isPlain() && secure.contains(endpoint.authority())) {
                continue; // it speaks TLS, so nothing is better without
            }
            Session session = session(i);
            try {
                session.greet();
                return question.ask(session, endpoint.mirror() ? after(i) : List.of());
            } catch (RegistryException e) {
                if (e.kind() == Kind.CANCELLED) {
                    throw e;
                }
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
                if (!endpoint.isPlain() && session.isGreeted()) {
                    secure.add(endpoint.authority());
                }
            }
        }
        throw last == null
                ? new RegistryException(Kind.INVALID, "there is no registry to ask")
                : last;
    }

    private List<Session> after(int index) {
        List<Session> rest = new ArrayList<>();
        for (int i = index + 1; i < endpoints.size(); i++) {
            rest.add(session(i));
        }
        return rest;
    }

    private Session session(int index) {
        lock.lock();
        try {
            if (closed) {
                throw new RegistryException(Kind.CANCELLED, "the registry's client is closed");
            }
            Session session = open[index];
            if (session == null) {
                session = opener.apply(endpoints.get(index));
                open[index] = session;
            }
            return session;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (Session session : open) {
                if (session != null) {
                    session.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
