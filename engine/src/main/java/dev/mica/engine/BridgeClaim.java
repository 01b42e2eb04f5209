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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/**
 * A bridge's name and network that one daemon has and no other: each holds a lock named after its
 * bridge, and the next takes the next free name ({@code mica0}, {@code mica1}, …) and the next
 * private network that no interface and no route of the host touches. The locks are of one network
 * namespace: bridges of the same name elsewhere are others.
 *
 * @param name of the interface
 * @param subnet its network
 * @param gateway its own address
 * @param made whether it is ours to make and to take down; else it was there, made by the user
 * @param lock held until {@link #close}
 */
record BridgeClaim(String name, Ipv4Subnet subnet, String gateway, boolean made, Flock lock)
        implements AutoCloseable {
    private static final Path LOCKS = Path.of("/run/mica-bridges");
    private static final Path INTERFACES = Path.of("/proc/sys/net/ipv4/conf");
    private static final Pattern OURS = Pattern.compile("mica[0-9]{1,2}");
    private static final int NAMES = 64;

    /**
     * Takes a bridge.
     *
     * @param wanted the name of {@code --bridge}; empty for the first free one of ours
     * @param before the name that this daemon had when it last ran, whose containers may run still
     * @throws EngineException when the named bridge is another daemon's or not there, or no network
     *     is free
     */
    static BridgeClaim take(Linux linux, Optional<String> wanted, Optional<String> before) {
        if (wanted.isPresent()) {
            String name = wanted.get();
            if (!OURS.matcher(name).matches() && existing(name).isEmpty()) {
                throw EngineException.system(
                        "bridge device with non default name "
                                + name
                                + " must be created manually"
                                + (exists(name) ? ", with an IPv4 address" : ""));
            }
            return tryTake(linux, name)
                    .orElseThrow(
                            () ->
                                    EngineException.system(
                                            "the bridge "
                                                    + name
                                                    + " is used by another daemon: name another"));
        }
        List<String> names = new ArrayList<>();
        before.filter(OURS.asMatchPredicate()).ifPresent(names::add);
        for (int i = 0; i < NAMES; i++) {
            // one that is there is another's, who has crashed and will want it again
            if (!exists("mica" + i)) {
                names.add("mica" + i);
            }
        }
        return names.stream()
                .flatMap(name -> tryTake(linux, name).stream())
                .findFirst()
                .orElseThrow(
                        () ->
                                EngineException.system(
                                        "all of mica0 to mica"
                                                + (NAMES - 1)
                                                + " are used by other daemons"));
    }

    private static Optional<BridgeClaim> tryTake(Linux linux, String name) {
        Path file = lockFile(name);
        try (OneAtATime _ = OneAtATime.enter(linux)) {
            Optional<Flock> lock = Flock.tryLockRemovable(linux, file.toString());
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            try {
                Files.write(file, new byte[0]); // what one that crashed noted
                Optional<InterfaceAddress> there = existing(name);
                Ipv4Subnet subnet = there.map(BridgeClaim::subnet).orElseGet(() -> free(linux));
                Files.writeString(file, subnet.toString(), StandardCharsets.US_ASCII);
                String gateway =
                        there.map(a -> a.getAddress().getHostAddress()).orElseGet(subnet::gateway);
                boolean made = OURS.matcher(name).matches();
                return Optional.of(new BridgeClaim(name, subnet, gateway, made, lock.get()));
            } catch (IOException e) {
                lock.get().remove();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                lock.get().remove();
                throw e;
            }
        }
    }

    /** Lets another daemon have the name. */
    @Override
    public void close() {
        lock.remove();
    }

    private static Path lockFile(String name) {
        return locks().resolve(name + suffix());
    }

    private static Path locks() {
        try {
            return Files.createDirectories(LOCKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the names of this network namespace's locks end with. */
    private static String suffix() {
        try {
            String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
            return "." + namespace.replaceAll("[^0-9]", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Held by the daemon that chooses a network, or that changes the firewall. */
    record OneAtATime(Flock lock) implements AutoCloseable {
        /** Waits for the others' end; 30 s at most. */
        static OneAtATime enter(Linux linux) {
            Path file = lockFile("lock");
            for (int i = 0; i < 3000; i++) {
                Optional<Flock> lock = Flock.tryLockRemovable(linux, file.toString());
                if (lock.isPresent()) {
                    return new OneAtATime(lock.get());
                }
                LockSupport.parkNanos(10_000_000);
            }
            throw EngineException.system("another daemon holds " + file + " for over 30 s");
        }

        @Override
        public void close() {
            lock.remove();
        }
    }

    /** Whether there is an interface of this name. */
    static boolean exists(String name) {
        return Files.exists(INTERFACES.resolve(name));
    }

    private static Optional<InterfaceAddress> existing(String name) {
        return addresses(name).stream().findFirst();
    }

    /** The IPv4 addresses of an interface; none where there is no such interface. */
    private static List<InterfaceAddress> addresses(String name) {
        try {
            NetworkInterface found = NetworkInterface.getByName(name);
            return found == null
                    ? List.of()
                    : found.getInterfaceAddresses().stream()
                            .filter(a -> a.getAddress() instanceof Inet4Address)
                            .toList();
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
        // by name: the JDK lists none, and throws, in a network namespace where none has an address
        try (var interfaces = Files.newDirectoryStream(INTERFACES)) {
            for (Path entry : interfaces) {
                addresses(entry.getFileName().toString()).forEach(a -> used.add(subnet(a)));
            }
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

    /** Networks of other daemons whose bridge may not be there at the moment. */
    private static List<Ipv4Subnet> noted(Linux linux) {
        List<Ipv4Subnet> result = new ArrayList<>();
        try (var files = Files.newDirectoryStream(locks(), "mica*" + suffix())) {
            for (Path file : files) {
                Optional<Flock> left = Flock.tryLockRemovable(linux, file.toString());
                if (left.isPresent()) {
                    left.get().remove(); // of a daemon that has crashed: its bridge tells
                    continue;
                }
                String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
                if (!text.isEmpty()) {
                    result.add(Ipv4Subnet.parse(text));
                }
            }
        } catch (NoSuchFileException e) {
            return noted(linux); // given up just now
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return result;
    }
}
