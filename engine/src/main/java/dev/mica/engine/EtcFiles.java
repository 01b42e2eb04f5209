package dev.mica.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The files that are mounted over a container's {@code /etc}: hostname, hosts and resolv.conf. */
final class EtcFiles {
    private static final String HOSTS =
            """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            ff00::0\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;
    private static final Pattern LOCAL =
            Pattern.compile("nameserver\\s+(127\\..*|::1|0\\.0\\.0\\.0)\\s*");

    private final Optional<DefaultBridge> bridge;

    EtcFiles(Optional<DefaultBridge> bridge) {
        this.bridge = bridge;
    }

    /** Writes them for a start; a power cut may lose them, the next start makes them again. */
    void write(LiveContainer container, Optional<DefaultBridge.Lease> lease) {
        ContainerHome home = container.home();
        HostConfig host = container.hostConfig();
        String hostname = container.stored().config().hostname();
        boolean shared = host.networkMode().equals("host");
        put(home, "hostname", hostname + "\n");
        put(home, "hosts", hosts(host, hostname, shared, lease));
        String resolv = resolvConf(host, shared);
        put(home, "resolv.conf", resolv);
    }

    private static void put(ContainerHome home, String name, String text) {
        home.writeUnsynced(name, ContainerHome.PUBLIC_MODE, LocalContainers.bytes(text));
    }

    private String hosts(
            HostConfig host, String hostname, boolean shared, Optional<DefaultBridge.Lease> lease) {
        StringBuilder text = new StringBuilder(shared ? read("/etc/hosts") : HOSTS);
        for (String extra : SpecBuilder.orEmpty(host.extraHosts())) {
            int colon = extra.indexOf(':');
            if (colon < 0) {
                throw EngineException.invalid("bad format for add-host: \"" + extra + "\"");
            }
            String address = extra.substring(colon + 1);
            if (address.equals("host-gateway")) {
                address = bridge.map(b -> b.subnet().gateway()).orElse("127.0.0.1");
            }
            text.append(address).append('\t').append(extra, 0, colon).append('\n');
        }
        lease.ifPresent(l -> text.append(l.address()).append('\t').append(hostname).append('\n'));
        return text.toString();
    }

    private static String resolvConf(HostConfig host, boolean shared) {
        List<String> dns = SpecBuilder.orEmpty(host.dns());
        List<String> search = SpecBuilder.orEmpty(host.dnsSearch());
        List<String> options = SpecBuilder.orEmpty(host.dnsOptions());
        String below = read("/etc/resolv.conf");
        if (dns.isEmpty() && search.isEmpty() && options.isEmpty() && shared) {
            return below;
        }
        List<String> lines = new ArrayList<>();
        for (String line : below.split("\n", -1)) {
            String keyword = line.strip().split("\\s+", 2)[0];
            boolean replaced =
                    switch (keyword) {
                        case "nameserver" ->
                                !dns.isEmpty() || (!shared && LOCAL.matcher(line).matches());
                        case "search", "domain" -> !search.isEmpty();
                        case "options" -> !options.isEmpty();
                        default -> false;
                    };
            if (!replaced && !line.isEmpty()) {
                lines.add(line);
            }
        }
        if (!search.isEmpty() && !search.equals(List.of("."))) {
            lines.add("search " + String.join(" ", search));
        }
        dns.forEach(d -> lines.add("nameserver " + d));
        if (lines.stream().noneMatch(l -> l.startsWith("nameserver"))
                && host.networkMode().matches("|default|bridge")) {
            lines.add("nameserver 8.8.8.8"); // as dockerd does where the host's are its own only
            lines.add("nameserver 8.8.4.4");
        }
        if (!options.isEmpty()) {
            lines.add("options " + String.join(" ", options));
        }
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            return "";
        }
    }
}
