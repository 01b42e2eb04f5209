package dev.mica.registry;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/**
 * The list of what is reached without a proxy, with the rules of Go's {@code httpproxy}.
 *
 * @param list entries separated by commas
 */
record NoProxy(String list) {

    /** Whether an address is to be reached through the proxy. */
    boolean wantsProxy(String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        Optional<InetAddress> ip = Cidr.literal(name);
        if (name.equals("localhost") || ip.filter(InetAddress::isLoopbackAddress).isPresent()) {
            return false;
        }
        for (String entry : list.split(",", -1)) {
            String wanted = entry.strip().toLowerCase(Locale.ROOT);
            if (wanted.equals("*") || (!wanted.isEmpty() && matches(wanted, name, ip, port))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(String entry, String name, Optional<InetAddress> ip, int port) {
        Optional<Cidr> network = Cidr.parse(entry);
        if (network.isPresent()) {
            return ip.filter(network.get()::contains).isPresent();
        }
        HostPort wanted = HostPort.split(entry);
        if (wanted.port() >= 0 && wanted.port() != port) {
            return false;
        }
        Optional<InetAddress> address = Cidr.literal(wanted.host());
        if (address.isPresent()) {
            return ip.equals(address);
        }
        String domain = wanted.host().startsWith("*.") ? wanted.host().substring(1) : wanted.host();
        boolean subdomainsOnly = domain.startsWith(".");
        String suffix = subdomainsOnly ? domain : '.' + domain;
        return name.endsWith(suffix) || (!subdomainsOnly && name.equals(domain));
    }
}
