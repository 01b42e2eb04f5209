package dev.mica.dockerapi;

import dev.mica.engine.EngineException;
import dev.mica.errno.ErrnoException;
import dev.mica.image.ImageException;
import dev.mica.image.json.MalformedJsonException;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** The one place where an exception becomes an HTTP status and Docker's {@code {"message":…}}. */
final class Failures {
    private static final System.Logger LOG = System.getLogger(Failures.class.getName());

    private Failures() {}

    /**
     * Answers a request that failed. Where the answer has begun, nothing can be said any more: the
     * connection breaks off, so that the client cannot take what it got for whole.
     *
     * @param request its method and path, for the log
     */
    static void answer(Answer answer, String request, Exception failure) {
        int status = status(failure);
        String message = told(failure);
        log(status, "Handler for " + request + " returned error: " + message, failure);
        if (answer.started()) {
            answer.closeConnection();
        } else if (status == 304) {
            answer.empty(status);
        } else {
            answer.send(status, body(message), "Content-Type: application/json");
        }
    }

    /** What nobody foresaw is told with its stack; what a client did wrong is for debugging. */
    private static void log(int status, String message, Exception failure) {
        boolean foreseen =
                switch (failure) {
                    case ApiException _, EngineException _, ErrnoException _ -> true;
                    case ImageException _, MalformedJsonException _, IOException _ -> true;
                    default -> false;
                };
        if (!foreseen) {
            LOG.log(Level.ERROR, message, failure);
        } else {
            LOG.log(status == 500 ? Level.ERROR : Level.DEBUG, message);
        }
    }

    /** The body of an error's answer. */
    static byte[] body(String message) {
        return WireJson.message(message);
    }

    private static int status(Exception failure) {
        return switch (failure) {
            case ApiException api -> api.status();
            case EngineException engine -> engine.kind().status();
            case ErrnoException _ -> 500;
            case ImageException _ -> 400;
            case MalformedJsonException _ -> 400;
            default -> 500;
        };
    }

    /** What a client is told of a failure. */
    static String told(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
