package dev.mica.storage;

import io.avaje.jsonb.Json;
import java.util.Map;

/**
 * {@code repositories.json}: repository name to (name with tag or digest to image id), all in the
 * short form that Docker shows, such as {@code busybox} and {@code busybox:latest}.
 */
@Json
record StoredRepositories(
        @Json.Property("Repositories") Map<String, Map<String, String>> repositories) {

    static final StoredRepositories EMPTY = new StoredRepositories(Map.of());
}
