package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A registry's answer. To be closed; closing one that is not read to its end costs a connection.
 */
final class Reply implements AutoCloseable {

    /** Bytes that are sooner read than a connection made. */
    private static final int SHORT = 4096;

    private final Request request;
    private final HttpResponse<BodyStream> response;

    /**
     * @param request what was asked at first, before any redirect: what errors name
     */
    Reply(Request request, HttpResponse<BodyStream> response) {
        this.request = request;
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    /** Whether the status is one of success. */
    boolean isOk() {
        return status() >= 200 && status() < 300;
    }

    Request request() {
        return request;
    }

    /** Where the answer came from, after redirects. */
    URI url() {
        return response.uri();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    List<String> headers(String name) {
        return response.headers().allValues(name);
    }

    /** The body's length, where the registry said it beforehand. */
    OptionalLong length() {
        return header("Content-Length")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElse(OptionalLong.empty());
    }

    /** Whether the end of the body can be told from a connection that broke. */
    boolean isDelimited() {
        return header("Content-Length").isPresent() || header("Transfer-Encoding").isPresent();
    }

    BodyStream body() {
        return response.body();
    }

    /**
     * The whole body.
     *
     * @param limit the most bytes that are taken
     * @param what it is, for the error
     */
    byte[] bytes(int limit, String what) {
        if (length().orElse(0) > limit) {
            throw tooLong(Long.toString(length().getAsLong()), limit, what);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        try {
            for (int n = body().read(piece); n >= 0; n = body().read(piece)) {
                all.write(piece, 0, n);
                if (all.size() > limit) {
                    throw tooLong("more", limit, what);
                }
            }
        } catch (IOException e) {
            throw NetworkWords.failure(request, e);
        }
        return all.toByteArray();
    }

    private RegistryException tooLong(String size, int limit, String what) {
        return new RegistryException(
                Kind.UNEXPECTED,
                request
                        + ": "
                        + what
                        + " of "
                        + size
                        + " bytes: more than the "
                        + limit
                        + " allowed");
    }

    /**
     * Reads a short rest of the body, so that the connection can be used again; drops a long one.
     */
    @Override
    public void close() {
        if (!isDelimited() || length().orElse(SHORT) <= SHORT) {
            try {
                body().readNBytes(SHORT);
            } catch (IOException e) {
                // then the connection is lost, which is no matter
            }
        }
        body().close();
    }
}
