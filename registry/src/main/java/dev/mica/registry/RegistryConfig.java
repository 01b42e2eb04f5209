package dev.mica.registry;

import java.nio.file.Path;
import java.util.List;

/**
 * How registries are reached: what {@code --registry-mirror}, {@code --insecure-registry} and the
 * proxies of daemon.json or the environment say. Immutable; start from {@link #defaults()}.
 */
public final class RegistryConfig {

    private static final List<Path> CERTIFICATES =
            List.of(Path.of("/etc/docker/certs.d"), Path.of("/etc/mica/certs.d"));

    private final List<String> mirrors;
    private final InsecureRegistries insecure;
    private final Proxies proxies;
    private final List<Path> certificates;
    private final String userAgent;
    private final Limits limits;

    private RegistryConfig(
            List<String> mirrors,
            InsecureRegistries insecure,
            Proxies proxies,
            List<Path> certificates,
            String userAgent,
            Limits limits) {
        this.mirrors = mirrors;
        this.insecure = insecure;
        this.proxies = proxies;
        this.certificates = certificates;
        this.userAgent = userAgent;
        this.limits = limits;
    }

    /** No mirrors, no proxies, nothing insecure but loopback. */
    public static RegistryConfig defaults() {
        return new RegistryConfig(
                List.of(),
                InsecureRegistries.LOOPBACK,
                Proxies.NONE,
                CERTIFICATES,
                "mica",
                Limits.DEFAULT);
    }

    /**
     * This, with mirrors of Docker Hub: URLs, tried in order before the hub itself.
     *
     * @throws RegistryException with dockerd's words: {@code invalid mirror: …}
     */
    public RegistryConfig withMirrors(List<String> urls) {
        return new RegistryConfig(
                urls.stream().map(Mirror::validate).toList(),
                insecure,
                proxies,
                certificates,
                userAgent,
                limits);
    }

    /**
     * This, with registries whose certificates are not checked, and that may speak plain http:
     * {@code host}, {@code host:port}, or a network as CIDR. Loopback always is.
     *
     * @throws RegistryException with dockerd's words: {@code insecure registry … is not valid: …}
     */
    public RegistryConfig withInsecureRegistries(List<String> registries) {
        return new RegistryConfig(
                mirrors,
                InsecureRegistries.of(registries),
                proxies,
                certificates,
                userAgent,
                limits);
    }

    /** This, through these proxies. */
    public RegistryConfig withProxies(Proxies through) {
        return new RegistryConfig(mirrors, insecure, through, certificates, userAgent, limits);
    }

    /**
     * This, with other directories than {@code /etc/docker/certs.d} and {@code /etc/mica/certs.d}.
     * Each holds a directory a registry, named {@code host} or {@code host:port}, with CAs ({@code
     * *.crt}) and client certificates ({@code *.cert} with {@code *.key}).
     */
    public RegistryConfig withCertificates(List<Path> directories) {
        return new RegistryConfig(
                mirrors, insecure, proxies, List.copyOf(directories), userAgent, limits);
    }

    /** This, calling itself another name: {@code mica/1.0}. */
    public RegistryConfig withUserAgent(String name) {
        return new RegistryConfig(mirrors, insecure, proxies, certificates, name, limits);
    }

    RegistryConfig withLimits(Limits others) {
        return new RegistryConfig(mirrors, insecure, proxies, certificates, userAgent, others);
    }

    /** The mirrors, each ending in a slash, as {@code docker info} shows them. */
    public List<String> mirrors() {
        return mirrors;
    }

    /** The insecure networks, loopback's among them, as {@code docker info} shows them. */
    public List<String> insecureNetworks() {
        return insecure.networks().stream().map(Cidr::toString).toList();
    }

    /** The insecure registries that are named, as {@code docker info} shows them. */
    public List<String> insecureHosts() {
        return insecure.hosts();
    }

    /** The proxies. */
    public Proxies proxies() {
        return proxies;
    }

    InsecureRegistries insecure() {
        return insecure;
    }

    List<Path> certificates() {
        return certificates;
    }

    String userAgent() {
        return userAgent;
    }

    Limits limits() {
        return limits;
    }
}
