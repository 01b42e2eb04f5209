package dev.mica.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
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
    private static final Pattern SERVER = Pattern.compile("\\s*nameserver\\s+(\\S+)\\s*(?:#.*)?");
    private static final Pattern LOCAL = Pattern.compile("127\\..*|::1");

    private final Optional<DefaultBridge> bridge;

    EtcFiles(Optional<DefaultBridge> bridge) {
        this.bridge = bridge;
    }

    /** Writes them for a start; a power cut may lose them, the next start makes them again. */
    void write(LiveContainer container, Optional<DefaultBridge.Lease> lease) {
        ContainerHome home = container.home();
        HostConfig host = container.hostConfig();
        String hostname = container.stored().config().hostname();
        put(home, "hostname", hostname + "\n");
        put(home, "hosts", hosts(host, names(hostname), lease));
        put(home, "resolv.conf", resolvConf(host));
    }

    private static void put(ContainerHome home, String name, String text) {
        home.writeUnsynced(name, ContainerHome.PUBLIC_MODE, LocalContainers.bytes(text));
    }

    private String hosts(HostConfig host, String names, Optional<DefaultBridge.Lease> lease) {
        List<String> asked = SpecBuilder.orEmpty(host.extraHosts());
        boolean shared = host.networkMode().equals("host") && asked.isEmpty();
        StringBuilder text = new StringBuilder(shared ? read("/etc/hosts") : HOSTS);
        for (String extra : asked) {
            int colon = extra.indexOf(':');
            if (colon < 0) {
                throw EngineException.invalid("bad format for add-host: \"" + extra + "\"");
            }
            String address = extra.substring(colon + 1);
            if (address.equals("host-gateway")) {
                address =
                        bridge.map(DefaultBridge::gateway)
                                .orElseThrow(
                                        () ->
                                                EngineException.system(
                                                        "unable to derive the IP value for"
                                                                + " host-gateway"));
            }
            text.append(address).append('\t').append(extra, 0, colon).append('\n');
        }
        lease.ifPresent(l -> text.append(l.address()).append('\t').append(names).append('\n'));
        return text.toString();
    }

    /** The full name, and the first word of it, as programs ask for either. */
    private static String names(String hostname) {
        int dot = hostname.indexOf('.');
        return dot <= 0 ? hostname : hostname + " " + hostname.substring(0, dot);
    }

    private static String resolvConf(HostConfig host) {
        List<String> dns = SpecBuilder.orEmpty(host.dns());
        List<String> search = SpecBuilder.orEmpty(host.dnsSearch());
        List<String> options = SpecBuilder.orEmpty(host.dnsOptions());
        String below = hostsResolvConf();
        if (!dns.isEmpty() || !search.isEmpty() || !options.isEmpty()) {
            StringBuilder text = new StringBuilder();
            List<String> domains = search.isEmpty() ? last(below, "search") : search;
            if (!domains.isEmpty() && !domains.equals(List.of("."))) {
                text.append("search ").append(String.join(" ", domains)).append('\n');
            }
            (dns.isEmpty() ? nameservers(below) : dns)
                    .forEach(d -> text.append("nameserver ").append(d).append('\n'));
            List<String> all = options.isEmpty() ? last(below, "options") : options;
            if (!all.isEmpty()) {
                text.append("options ").append(String.join(" ", all)).append('\n');
            }
            return text.toString();
        }
        return host.networkMode().equals("host")
                ? below
                : reachable(below, !host.networkMode().equals("none"));
    }

    /** Without the servers that a container cannot ask; Google's where none is left, as dockerd. */
    private static String reachable(String below, boolean ipv4Only) {
        List<String> lines = new ArrayList<>();
        boolean some = false;
        for (String line : below.split("\n", -1)) {
            Matcher server = SERVER.matcher(line);
            if (server.matches()) {
                String address = server.group(1);
                if (LOCAL.matcher(address).matches() || (ipv4Only && address.contains(":"))) {
                    continue;
                }
                some = true;
            }
            if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        if (!some) {
            lines.add("nameserver 8.8.8.8");
            lines.add("nameserver 8.8.4.4");
        }
        return String.join("\n", lines) + "\n";
    }

    /** The host's; where that names systemd-resolved alone, the servers that it asks. */
    private static String hostsResolvConf() {
        String text = read("/etc/resolv.conf");
        return nameservers(text).equals(List.of("127.0.0.53"))
                ? read("/run/systemd/resolve/resolv.conf")
                : text;
    }

    private static List<String> nameservers(String text) {
        return text.lines()
                .map(SERVER::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1))
                .toList();
    }

    /** The words after a keyword, where it stands last. */
    private static List<String> last(String text, String keyword) {
        return text.lines()
                .map(l -> List.of(l.strip().split("\\s+", -1)))
                .filter(w -> w.getFirst().equals(keyword))
                .reduce((_, later) -> later)
                .map(w -> w.subList(1, w.size()))
                .orElse(List.of());
    }

    private static String read(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            return "";
        }
    }
}
