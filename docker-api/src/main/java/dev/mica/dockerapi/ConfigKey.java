package dev.mica.dockerapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The keys of {@code daemon.json}: those served, with the Go type that dockerd's messages name, and
 * those that dockerd 20.10 to 25 know and Mica does not serve.
 */
record ConfigKey(String name, String type) {
    private static final String TEXT = "string";
    private static final String TEXTS = "[]string";
    private static final String BOOL = "bool";
    private static final String OBJECT = "struct";

    /** The keys served, by name. */
    static final Map<String, ConfigKey> SERVED =
            byName(
                    new ConfigKey("bridge", TEXT),
                    new ConfigKey("data-root", TEXT),
                    new ConfigKey("debug", BOOL),
                    new ConfigKey("exec-root", TEXT),
                    new ConfigKey("graph", TEXT),
                    new ConfigKey("hosts", TEXTS),
                    new ConfigKey("insecure-registries", TEXTS),
                    new ConfigKey("pidfile", TEXT),
                    new ConfigKey("proxies", OBJECT),
                    new ConfigKey("registry-mirrors", TEXTS),
                    new ConfigKey("storage-driver", TEXT),
                    new ConfigKey("storage-opts", TEXTS));

    /** The keys inside of {@code proxies}. */
    static final Map<String, ConfigKey> PROXIES =
            byName(
                    new ConfigKey("http-proxy", TEXT),
                    new ConfigKey("https-proxy", TEXT),
                    new ConfigKey("no-proxy", TEXT));

    /** The keys that dockerd would take. */
    static final Set<String> DOCKERDS =
            Set.copyOf(
                    List.of(
                            """
                            allow-nondistributable-artifacts api-cors-header authorization-plugins
                            bip builder cgroup-parent cluster-advertise cluster-store
                            cluster-store-opts containerd containerd-namespace
                            containerd-plugin-namespace cpu-rt-period cpu-rt-runtime cri-containerd
                            default-address-pools default-cgroupns-mode default-gateway
                            default-gateway-v6 default-ipc-mode default-network-opts default-runtime
                            default-shm-size default-ulimits deprecated-key-path dns dns-opts
                            dns-search exec-opts experimental features fixed-cidr fixed-cidr-v6
                            group host-gateway-ip http-proxy https-proxy icc init init-path ip
                            ip-forward ip-masq ip6tables iptables ipv6 labels live-restore
                            log-driver log-format log-level log-opts max-concurrent-downloads
                            max-concurrent-uploads max-download-attempts metrics-addr mtu
                            network-control-plane-mtu network-diagnostic-port no-new-privileges
                            no-proxy node-generic-resources oom-score-adjust raw-logs resolv-conf
                            rootless runtimes seccomp-profile selinux-enabled shutdown-timeout
                            swarm-default-advertise-addr swarm-raft-election-tick
                            swarm-raft-heartbeat-tick tls tlscacert tlscert tlskey tlsverify
                            userland-proxy userland-proxy-path userns-remap validate
                            """
                                    .strip()
                                    .split("\\s+")));

    private static Map<String, ConfigKey> byName(ConfigKey... keys) {
        Map<String, ConfigKey> byName = new LinkedHashMap<>();
        for (ConfigKey key : keys) {
            byName.put(key.name(), key);
        }
        return byName;
    }
}
