package dev.mica.registry;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the scripted server sends: an answer, or a lie.
 *
 * @param status of HTTP
 * @param headers besides the length
 * @param body the bytes
 * @param chunked whether the length is not told beforehand
 * @param sent how many of the body's bytes really go out
 * @param then what happens after those
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answer(
        int status,
        Map<String, String> headers,
        byte[] body,
        boolean chunked,
        int sent,
        Then then) {

    /** What happens after the bytes that are sent. */
    enum Then {
        NEXT_REQUEST,
        HANG_UP,
        SILENCE,
        /** The rest byte by byte. */
        TRICKLE
    }

    static Answer of(int status, byte[] body) {
        return new Answer(status, Map.of(), body, false, body.length, Then.NEXT_REQUEST);
    }

    static Answer of(int status, String body) {
        return of(status, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer ok(byte[] body) {
        return of(200, body);
    }

    /** An error of the distribution specification. */
    static Answer error(int status, String code, String message) {
        return of(
                status,
                "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
    }

    static Answer redirect(String location) {
        return of(307, "").with("Location", location);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Answer(status, more, body, chunked, sent, then);
    }

    Answer inChunks() {
        return new Answer(status, headers, body, true, sent, then);
    }

    Answer after(int bytes, Then what) {
        return new Answer(status, headers, body, chunked, Math.min(bytes, body.length), what);
    }
}
