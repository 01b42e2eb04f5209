package dev.mica.dockerapi;

import java.util.Map;

/**
 * What a request is aimed at.
 *
 * @param path decoded, without its version
 * @param version the version asked for, or the newest
 * @param variables what the variables of the route's template stand for
 */
record Target(
        String method,
        String path,
        ApiVersion version,
        Map<String, String> variables,
        Query query) {}
