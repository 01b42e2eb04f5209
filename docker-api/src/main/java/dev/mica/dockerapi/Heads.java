package dev.mica.dockerapi;

import io.helidon.http.Header;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;

/** The size of a request's head, which Helidon bounds in its two parts but not as a whole. */
final class Heads {
    /** What a client is told whose head is longer than {@link #LONGEST}. */
    static final String TOO_LONG = "the request's head is over the limit of 64 KiB";

    /** The longest head served, in bytes. */
    static final int LONGEST = 64 << 10;

    private Heads() {}

    /** The length of a parsed head, counting what the parser dropped as Go clients write it. */
    static int length(HttpPrologue prologue, Headers headers) {
        int length = prologue.method().text().length() + " HTTP/1.1\r\n ".length();
        length += prologue.uriPath().rawPath().length() + prologue.query().rawValue().length() + 1;
        for (Header header : headers) {
            for (String value : header.allValues()) {
                length += header.name().length() + ": \r\n".length() + value.length();
            }
        }
        return length;
    }
}
