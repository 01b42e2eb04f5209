package dev.mica.engine;

import dev.mica.linux.Flock;
import dev.mica.linux.Linux;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The network that a container gets when it asks for none by name: a bridge of this daemon's alone.
 *
 * <p>Daemons on other data-roots have theirs: each holds a lock named after its bridge, and the
 * next takes the next free name ({@code mica0}, {@code mica1}, …) and the next private network that
 * no interface and no route of the host touches. The bridge itself exists while a container is on
 * it. Thread-safe.
 */
final class DefaultBridge implements AutoCloseable {
    private static final Path LOCKS = Path.of("/run/mica-bridges");
    private static final int NAMES = 64;

    private final Linux linux;
    private final String name;
    private final String id;
    private final Ipv4Subnet subnet;
    private final AddressPool pool;
    private final Flock lock;
    private final Netavark netavark;

    private DefaultBridge(
            Linux linux, String name, String id, Ipv4Subnet subnet, Flock lock, Netavark netavark) {
        this.linux = linux;
        this.name = name;
        this.id = id;
        this.subnet = subnet;
        this.pool = new AddressPool(subnet);
        this.lock = lock;
        this.netavark = netavark;
    }

    /**
     * Takes a bridge.
     *
     * @param wanted the name of {@code --bridge}; empty for the first free one of ours. One that
     *     exists already keeps its address and network.
     * @param id what {@code docker network inspect} shows, 64 hexadecimal digits
     * @throws EngineException when the named bridge is another daemon's, or no network is free
     */
    static DefaultBridge open(Linux linux, Optional<String> wanted, String id, Path execRoot) {
        Netavark netavark = Netavark.find(execRoot.resolve("netavark"));
        List<String> names = new ArrayList<>();
        wanted.ifPresentOrElse(
                names::add,
                () -> {
                    for (int i = 0; i < NAMES; i++) {
                        names.add("mica" + i);
                    }
                });
        for (String name : names) {
            Optional<Flock> lock = Flock.tryLock(linux, lockFile(name).toString());
            if (lock.isPresent()) {
                Ipv4Subnet subnet = choose(linux, name);
                return new DefaultBridge(linux, name, id, subnet, lock.get(), netavark);
            }
        }
        throw EngineException.system(
                wanted.map(n -> "the bridge " + n + " is used by another daemon: name another")
                        .orElse(
                                "all of mica0 to mica"
                                        + (NAMES - 1)
                                        + " are used by other daemons"));
    }

    /** A lock a network namespace: bridges of the same name elsewhere are others. */
    private static Path lockFile(String name) {
        try {
            String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            Files.createDirectories(LOCKS);
            Path file = LOCKS.resolve(name + "." + namespace.replaceAll("[^0-9]", ""));
            if (!Files.exists(file)) {
                Files.write(file, new byte[0]);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Chooses a network and notes it in the lock's file; one daemon at a time. */
    private static Ipv4Subnet choose(Linux linux, String name) {
        Path file = lockFile(name);
        try (Flock _ = waitFor(linux, LOCKS.resolve("choosing"))) {
            Files.write(file, new byte[0]); // what an earlier daemon noted
            Ipv4Subnet subnet = existing(name).orElseGet(() -> free(linux));
            Files.writeString(file, subnet.toString(), StandardCharsets.US_ASCII);
            return subnet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Flock waitFor(Linux linux, Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.write(file, new byte[0]);
        }
        for (int i = 0; i < 500; i++) {
            Optional<Flock> lock = Flock.tryLock(linux, file.toString());
            if (lock.isPresent()) {
                return lock.get();
            }
            LockSupport.parkNanos(10_000_000);
        }
        throw EngineException.system("another daemon holds " + file + " for over 5 s");
    }

    private static Optional<Ipv4Subnet> existing(String name) {
        try {
            NetworkInterface bridge = NetworkInterface.getByName(name);
            return bridge == null
                    ? Optional.empty()
                    : bridge.getInterfaceAddresses().stream()
                            .filter(a -> a.getAddress() instanceof Inet4Address)
                            .map(DefaultBridge::subnet)
                            .findFirst();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ipv4Subnet subnet(InterfaceAddress address) {
        int prefix = Math.clamp(address.getNetworkPrefixLength(), 8, 30);
        return Ipv4Subnet.around((Inet4Address) address.getAddress(), prefix);
    }

    /** Docker's own order: 172.17 to 172.31 whole, then 192.168 in sixteenths. */
    private static Ipv4Subnet free(Linux linux) {
        List<Ipv4Subnet> used = used(linux);
        List<Ipv4Subnet> candidates = new ArrayList<>();
        for (int i = 17; i < 32; i++) {
            candidates.add(Ipv4Subnet.parse("172." + i + ".0.0/16"));
        }
        for (int i = 0; i < 256; i += 16) {
            candidates.add(Ipv4Subnet.parse("192.168." + i + ".0/20"));
        }
        return candidates.stream()
                .filter(c -> used.stream().noneMatch(c::overlaps))
                .findFirst()
                .orElseThrow(
                        () ->
                                EngineException.system(
                                        "could not find an available, non-overlapping IPv4 address"
                                                + " pool among the defaults to assign to the"
                                                + " network"));
    }

    private static List<Ipv4Subnet> used(Linux linux) {
        List<Ipv4Subnet> used = new ArrayList<>(noted(linux));
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(i -> i.getInterfaceAddresses().stream())
                    .filter(a -> a.getAddress() instanceof Inet4Address)
                    .forEach(a -> used.add(subnet(a)));
            // Iface Destination Gateway Flags RefCnt Use Metric Mask …, addresses in host order
            for (String line : Files.readAllLines(Path.of("/proc/net/route"))) {
                String[] field = line.trim().split("\\s+", -1);
                if (field.length > 7 && field[1].length() == 8 && !field[7].equals("00000000")) {
                    int prefix = Integer.bitCount(HexFormat.fromHexDigits(field[7]));
                    long network =
                            Integer.reverseBytes(HexFormat.fromHexDigits(field[1])) & 0xffffffffL;
                    used.add(new Ipv4Subnet(network, Math.clamp(prefix, 8, 30)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return used;
    }

    /**
     * Networks of other daemons whose bridge does not exist at the moment: their locks note them.
     */
    private static List<Ipv4Subnet> noted(Linux linux) {
        List<Ipv4Subnet> result = new ArrayList<>();
        try (var files = Files.newDirectoryStream(LOCKS)) {
            for (Path file : files) {
                String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
                Optional<Flock> left = Flock.tryLock(linux, file.toString());
                if (left.isPresent()) {
                    left.get().close(); // a daemon that has ended noted it
                } else if (!text.isEmpty()) {
                    result.add(Ipv4Subnet.parse(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }

    /** The bridge's interface. */
    String name() {
        return name;
    }

    /** What {@code docker network inspect} shows. */
    String id() {
        return id;
    }

    Ipv4Subnet subnet() {
        return subnet;
    }

    /** Gives a namespace an address and an {@code eth0} on the bridge. */
    Lease connect(String containerId, Path namespace) {
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
        try {
            NetworkNamespace.create(linux, namespace);
            netavark.setUp(connection(containerId, lease), namespace);
        } catch (RuntimeException e) {
            pool.free(address);
            NetworkNamespace.delete(linux, namespace);
            throw e;
        }
        return lease;
    }

    /** Marks the address of a container that was found running. */
    void adopt(Lease lease) {
        if (!pool.take(lease.address())) {
            throw EngineException.system(
                    "address " + lease.address() + " is not free in " + subnet + " of " + name);
        }
    }

    /** Takes the interface down, gives the address back and lets the namespace go. */
    void disconnect(String containerId, Path namespace, Lease lease) {
        try {
            if (Files.exists(namespace)) {
                netavark.tearDown(connection(containerId, lease), namespace);
            }
        } finally {
            NetworkNamespace.delete(linux, namespace);
            pool.free(lease.address());
        }
    }

    private Netavark.Connection connection(String containerId, Lease lease) {
        return new Netavark.Connection(containerId, name, id, subnet, lease.address(), lease.mac());
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
        lock.close();
    }

    /** What a container has on the bridge. */
    record Lease(String address, String mac) {}
}
