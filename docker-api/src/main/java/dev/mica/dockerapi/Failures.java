package dev.mica.dockerapi;

import java.lang.System.Logger.Level;

/** The one place where an exception becomes an HTTP status and Docker's {@code {"message":…}}. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /**
     * Answers a request that failed. Where the answer has begun, nothing can be said any more: the
     * connection breaks off, so that the client cannot take what it got for whole.
     */
    static void answer(Answer answer, Exception failure) {
        int status = status(failure);
        String message = message(failure);
        if (status >= 500 && !(failure instanceof ApiException)) {
            LOG.log(Level.ERROR, message, failure);
        } else {
            LOG.log(Level.DEBUG, message);
        }
        if (answer.started()) {
            answer.closeConnection();
        } else if (status == 304) {
            answer.empty(status);
        } else {
            answer.send(status, body(message), "Content-Type: application/json");
        }
    }

    /** The body of an error's answer. */
    static byte[] body(String message) {
        return WireJson.message(message);
    }

    static int status(Exception failure) {
        return switch (failure) {
            case ApiException api -> api.status();
            default -> 500;
        };
    }

    private static String message(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
