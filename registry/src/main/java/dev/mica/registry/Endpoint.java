package dev.mica.registry;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * One address where a repository may be: a scheme and a host.
 *
 * @param scheme {@code https} or {@code http}
 * @param authority the host, with its port where one is written
 * @param insecure whether any certificate will do, and secrets may go over plain http
 * @param mirror whether it stands in for Docker Hub
 */
record Endpoint(String scheme, String authority, boolean insecure, boolean mirror) {

    /** What images call Docker Hub. */
    static final String HUB = "docker.io";

    /** Where Docker Hub's registry is. */
    static final String HUB_AUTHORITY = "registry-1.docker.io";

    /** The addresses of a domain's registry, in the order in which they are tried. */
    static List<Endpoint> of(String domain, RegistryConfig config) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (domain.equals(HUB)) {
            for (String mirror : config.mirrors()) {
                URI url = URI.create(mirror);
                String authority = url.getRawAuthority();
                boolean insecure = config.insecure().contains(authority);
                endpoints.add(new Endpoint(url.getScheme(), authority, insecure, true));
            }
            endpoints.add(new Endpoint("https", HUB_AUTHORITY, false, false));
            return endpoints;
        }
        boolean insecure = config.insecure().contains(domain);
        endpoints.add(new Endpoint("https", domain, insecure, false));
        if (insecure) {
            endpoints.add(new Endpoint("http", domain, true, false));
        }
        return endpoints;
    }

    /** The root of the API. */
    URI base() {
        return URI.create(scheme + "://" + authority + "/v2/");
    }

    /** An address below the root of the API. */
    URI at(String path) {
        return URI.create(base() + path);
    }

    boolean isPlain() {
        return scheme.equals("http");
    }

    @Override
    public String toString() {
        return scheme + "://" + authority;
    }
}
