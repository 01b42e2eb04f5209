package dev.mica.dockerapi;

import dev.mica.engine.Containers;
import dev.mica.engine.Engine;
import dev.mica.engine.EngineException;
import dev.mica.engine.EngineException.Kind;
import dev.mica.engine.Event;
import dev.mica.engine.Events;
import dev.mica.engine.Execs;
import dev.mica.engine.Filters;
import dev.mica.engine.Images;
import dev.mica.engine.Network;
import dev.mica.engine.Networks;
import dev.mica.engine.SystemInfo;
import dev.mica.engine.Volumes;
import dev.mica.storage.spi.StatusRow;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An engine that keeps what it is told in memory and runs nothing. */
final class FakeEngine implements Engine {
    static final Instant CREATED = Instant.parse("2026-11-23T23:17:27.704171861Z");

    final FakeContainers containers = new FakeContainers();
    final FakeExecs execs = new FakeExecs();
    final FakeImages images = new FakeImages();
    final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Override
    public Containers containers() {
        return containers;
    }

    @Override
    public Execs execs() {
        return execs;
    }

    @Override
    public Images images() {
        return images;
    }

    @Override
    public Volumes volumes() {
        return refusing(Volumes.class, "get %s: no such volume");
    }

    @Override
    public Networks networks() {
        return new Networks() {
            @Override
            public List<Network> list(Filters filters) {
                return List.of(inspect("none"));
            }

            @Override
            public Network inspect(String ref) {
                if (!ref.equals("none")) {
                    throw notFound("network " + ref + " not found");
                }
                return new Network("none", "1d97", CREATED, "null", List.of(), Map.of(), Map.of());
            }

            @Override
            public void remove(String ref) {
                inspect(ref);
                throw new EngineException(
                        Kind.FORBIDDEN, ref + " is a pre-defined network and cannot be removed");
            }
        };
    }

    @Override
    public Events events() {
        return (since, until, filters) ->
                new Events.Subscription() {
                    private volatile boolean closed;

                    @Override
                    public Optional<Event> next() throws InterruptedException {
                        while (!closed) {
                            Event event = events.poll(20, TimeUnit.MILLISECONDS);
                            if (event != null) {
                                return Optional.of(event);
                            }
                        }
                        return Optional.empty();
                    }

                    @Override
                    public void close() {
                        closed = true;
                    }
                };
    }

    @Override
    public SystemInfo system() {
        return new SystemInfo() {
            @Override
            public Snapshot snapshot() {
                return new Snapshot(
                        "ID",
                        1,
                        2,
                        3,
                        4,
                        "overlay2",
                        List.of(new StatusRow("Backing Filesystem", "extfs")),
                        "/var/lib/mica",
                        "json-file",
                        "cgroupfs",
                        "1",
                        List.of("name=seccomp,profile=default"),
                        List.of("runc"),
                        "runc",
                        List.of(),
                        0,
                        0,
                        false,
                        List.of(),
                        List.of("127.0.0.0/8"),
                        true);
            }

            @Override
            public Host host() {
                return new Host(
                        "vm",
                        "6.1",
                        "Debian GNU/Linux 12 (bookworm)",
                        "12",
                        "x86_64",
                        "amd64",
                        2,
                        1 << 30,
                        new Limits(
                                true, true, true, true, true, true, true, true, true, true, true,
                                true));
            }

            @Override
            public List<Component> components() {
                return List.of(new Component("runc", "1.1.5", Optional.of("abc")));
            }
        };
    }

    @Override
    public void close() {}

    static EngineException notFound(String message) {
        return new EngineException(Kind.NOT_FOUND, message);
    }

    /** A part of which every method says that its first argument is not there. */
    static <T> T refusing(Class<T> part, String message) {
        InvocationHandler handler =
                (proxy, method, arguments) -> {
                    throw notFound(message.formatted(arguments[0]));
                };
        return part.cast(
                Proxy.newProxyInstance(part.getClassLoader(), new Class<?>[] {part}, handler));
    }
}
