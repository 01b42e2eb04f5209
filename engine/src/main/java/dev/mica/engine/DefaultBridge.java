package dev.mica.engine;

import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The network that a container gets when it asks for none by name: a bridge of this daemon's alone,
 * see {@link BridgeClaim}. One that we make exists while a container is on it; one that the user
 * made stays. Thread-safe.
 */
final class DefaultBridge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DefaultBridge.class.getName());

    private static final int REPAIRS = 20;

    private final Linux linux;
    private final BridgeClaim claim;
    private final String id;
    private final AddressPool pool;
    private final Path execRoot;
    private final Netavark netavark;

    private DefaultBridge(Linux linux, BridgeClaim claim, String id, Path execRoot) {
        this.linux = linux;
        this.claim = claim;
        this.id = id;
        this.execRoot = execRoot;
        this.netavark = Netavark.find(linux, requests(execRoot));
        this.pool = new AddressPool(claim.subnet());
        pool.take(claim.gateway());
    }

    /**
     * Takes a bridge.
     *
     * @param wanted the name of {@code --bridge}; empty for the first free one of ours
     * @param id what {@code docker network inspect} shows, 64 hexadecimal digits
     * @param execRoot where the namespaces are, and the name of the bridge for the next daemon
     * @throws EngineException when the named bridge is another daemon's or is not there, no network
     *     is free, or a program is missing
     */
    static DefaultBridge open(Linux linux, Optional<String> wanted, String id, Path execRoot) {
        Netavark.find(linux, requests(execRoot)); // what is missing is said before a name is taken
        Path note = requests(execRoot).resolve("bridge");
        BridgeClaim claim = BridgeClaim.take(linux, wanted, read(note));
        try {
            Files.writeString(note, claim.name(), StandardCharsets.UTF_8);
            return new DefaultBridge(linux, claim, id, execRoot);
        } catch (IOException e) {
            claim.close();
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> read(Path note) {
        try {
            return Optional.of(Files.readString(note, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path requests(Path execRoot) {
        return execRoot.resolve("netavark");
    }

    /** The file that holds the network namespace of a container. */
    static Path namespace(Path execRoot, String containerId) {
        return execRoot.resolve("netns").resolve(containerId);
    }

    /** The bridge's interface. */
    String name() {
        return claim.name();
    }

    /** What {@code docker network inspect} shows. */
    String id() {
        return id;
    }

    Ipv4Subnet subnet() {
        return claim.subnet();
    }

    /** The bridge's own address, which is the containers' way out. */
    String gateway() {
        return claim.gateway();
    }

    /** Gives a container a namespace with an address and an {@code eth0} on the bridge. */
    Lease connect(String containerId) {
        String address =
                pool.take()
                        .orElseThrow(
                                () ->
                                        EngineException.system(
                                                "no available IPv4 addresses on this network's"
                                                        + " address pools: bridge ("
                                                        + id
                                                        + ")"));
        Lease lease = new Lease(address, mac(address));
        Path namespace = namespace(execRoot, containerId);
        try {
            NetworkNamespace.create(linux, namespace);
            netavark.setUp(
                    new Netavark.Connection(
                            containerId,
                            claim.name(),
                            id,
                            claim.subnet(),
                            claim.gateway(),
                            address,
                            lease.mac()),
                    namespace);
        } catch (RuntimeException e) {
            disconnect(containerId, Optional.of(lease));
            throw e;
        }
        return lease;
    }

    /** Marks the address of a container that was found running. */
    void adopt(Lease lease) {
        if (claim.subnet().offset(lease.address()) >= 0 && !pool.take(lease.address())) {
            LOG.log(System.Logger.Level.WARNING, "{0} is in use twice", lease.address());
        }
    }

    /**
     * Takes a container's interface down, gives the address back and lets the namespace go. What
     * does not go is told in the log: the container has ended all the same.
     */
    void disconnect(String containerId, Optional<Lease> lease) {
        try {
            if (claim.made()) {
                release(linux, execRoot, containerId);
            } else {
                // netavark would take the user's bridge away with the last container
                NetworkNamespace.delete(linux, namespace(execRoot, containerId));
                netavark.forget(containerId);
            }
        } finally {
            lease.ifPresent(l -> pool.free(l.address()));
        }
    }

    /**
     * Takes down what any daemon on this exec-root made for a container, whatever bridge that was;
     * nothing where there is nothing.
     */
    static void release(Linux linux, Path execRoot, String containerId) {
        Path namespace = namespace(execRoot, containerId);
        if (!Files.exists(namespace)) {
            return;
        }
        Netavark netavark = Netavark.find(linux, requests(execRoot));
        Optional<Netavark.Request> asked = netavark.asked(containerId);
        try {
            asked.ifPresent(a -> netavark.tearDown(a, namespace));
        } catch (EngineException e) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the network of {0} was not as it was made: {1}",
                    containerId,
                    e.getMessage());
        } finally {
            NetworkNamespace.delete(linux, namespace);
            netavark.forget(containerId);
        }
        asked.ifPresent(a -> repair(linux, netavark, a, namespace));
    }

    /**
     * Takes down a bridge and its rules that stand though nobody is on it: a container with
     * CAP_NET_ADMIN has removed or renamed its interface, and netavark then stops half way. One
     * more interface set up and taken down is what makes it go the whole way.
     */
    private static void repair(
            Linux linux, Netavark netavark, Netavark.Request asked, Path namespace) {
        for (int i = 0; i < REPAIRS && netavark.isLeft(asked); i++) {
            try {
                NetworkNamespace.create(linux, namespace);
                netavark.setUp(asked, namespace);
                netavark.tearDown(asked, namespace);
            } catch (EngineException e) {
                LOG.log(System.Logger.Level.WARNING, "take down a bridge", e);
            } finally {
                NetworkNamespace.delete(linux, namespace);
            }
            // the kernel takes the interfaces of a namespace down some time after it
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Releases what a crash left of containers that do not run. */
    static void sweep(Linux linux, Path execRoot, Predicate<String> runs) {
        List<String> left = new ArrayList<>();
        try (var files = Files.newDirectoryStream(execRoot.resolve("netns"))) {
            files.forEach(f -> left.add(f.getFileName().toString()));
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        left.stream().filter(runs.negate()).forEach(id -> release(linux, execRoot, id));
    }

    /** Docker's form: 02:42 and the address. */
    private static String mac(String address) {
        StringBuilder mac = new StringBuilder("02:42");
        for (String part : address.split("\\.", -1)) {
            int n = Integer.parseInt(part);
            mac.append(':')
                    .append(Character.forDigit(n >> 4, 16))
                    .append(Character.forDigit(n & 15, 16));
        }
        return mac.toString();
    }

    /** Lets another daemon have the name. Containers that still run keep their interfaces. */
    @Override
    public void close() {
        claim.close();
    }

    /** What a container has on the bridge. */
    record Lease(String address, String mac) {}
}
