package dev.mica.registry;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A question to a registry.
 *
 * @param method {@code GET}, {@code HEAD} or {@code POST}
 * @param url where to
 * @param headers all but the authorization
 * @param authorization goes to this URL's origin and never to where it redirects; null for none
 * @param form the body of a POST
 * @param verifiable whether the answer's bytes are checked against a digest known before, so that
 *     it does not matter whence they come
 * @param deadline for the whole exchange
 */
record Request(
        String method,
        URI url,
        Map<String, String> headers,
        @Nullable String authorization,
        @Nullable String form,
        boolean verifiable,
        Deadline deadline) {

    static Request get(URI url, Deadline deadline) {
        return new Request("GET", url, Map.of(), null, null, false, deadline);
    }

    Request head() {
        return new Request("HEAD", url, headers, authorization, form, verifiable, deadline);
    }

    Request post(String formBody) {
        return new Request("POST", url, headers, authorization, formBody, verifiable, deadline);
    }

    Request with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new Request(method, url, more, authorization, form, verifiable, deadline);
    }

    Request authorizedBy(@Nullable String value) {
        return new Request(method, url, headers, value, form, verifiable, deadline);
    }

    /** For bytes whose digest is known. */
    Request forVerifiable() {
        return new Request(method, url, headers, authorization, form, true, deadline);
    }

    /** As Go's errors begin: {@code Get "https://…"}. */
    @Override
    public String toString() {
        String verb = method.charAt(0) + method.substring(1).toLowerCase(Locale.ROOT);
        return verb + " \"" + url + '"';
    }
}
