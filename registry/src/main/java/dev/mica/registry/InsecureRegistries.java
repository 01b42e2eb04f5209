package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which registries may present any certificate, or speak plain http.
 *
 * @param hosts named ones, as the user wrote them: a name or address, perhaps with a port
 * @param networks those in whose addresses they are
 */
record InsecureRegistries(List<String> hosts, List<Cidr> networks) {

    private static final List<Cidr> ALWAYS =
            List.of(Cidr.parse("::1/128").orElseThrow(), Cidr.parse("127.0.0.0/8").orElseThrow());

    /** Loopback alone. */
    static final InsecureRegistries LOOPBACK = new InsecureRegistries(List.of(), ALWAYS);

    private static final Pattern HOST =
            Pattern.compile("\\[[0-9a-fA-F:.]+]|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    /** Checks what {@code --insecure-registry} gives, with dockerd's words. */
    static InsecureRegistries of(List<String> texts) {
        List<String> hosts = new ArrayList<>();
        List<Cidr> networks = new ArrayList<>();
        for (String text : texts) {
            String bare = withoutScheme(text);
            if (bare.contains("://")) {
                throw new RegistryException(
                        Kind.INVALID, "insecure registry " + text + " should not contain '://'");
            }
            Optional<Cidr> network = Cidr.parse(bare);
            if (network.isPresent()) {
                networks.add(network.get());
            } else {
                checkHost(bare);
                hosts.add(bare);
            }
        }
        networks.addAll(ALWAYS);
        return new InsecureRegistries(
                List.copyOf(hosts), List.copyOf(networks.stream().distinct().toList()));
    }

    private static String withoutScheme(String text) {
        for (String scheme : List.of("http://", "https://")) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return text.substring(scheme.length());
            }
        }
        return text;
    }

    private static void checkHost(String text) {
        String host = text;
        int colon = text.lastIndexOf(':');
        if (colon >= 0 && !text.endsWith("]")) {
            host = text.substring(0, colon);
            String port = text.substring(colon + 1);
            if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
                throw notValid(text, "invalid port \"" + port + '"');
            }
        }
        if (!HOST.matcher(host).matches()) {
            throw notValid(text, "invalid host \"" + host + '"');
        }
    }

    private static RegistryException notValid(String text, String why) {
        return new RegistryException(
                Kind.INVALID, "insecure registry " + text + " is not valid: " + why);
    }

    /**
     * Whether a registry, {@code host} or {@code host:port}, is insecure. Looks its name up when
     * that is what decides.
     */
    boolean contains(String registry) {
        if (hosts.contains(registry)) {
            return true;
        }
        String host = HostPort.split(registry).host();
        for (InetAddress address : addresses(host)) {
            if (networks.stream().anyMatch(network -> network.contains(address))) {
                return true;
            }
        }
        return false;
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of(); // connecting will fail too, and say so
        }
    }
}
