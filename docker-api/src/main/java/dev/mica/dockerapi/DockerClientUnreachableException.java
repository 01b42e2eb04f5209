package dev.mica.dockerapi;

/** No daemon listens where the client looked for one, or it may not be spoken to. */
public final class DockerClientUnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean forbidden;

    DockerClientUnreachableException(String message, boolean forbidden, Throwable cause) {
        super(message, cause);
        this.forbidden = forbidden;
    }

    /** Whether something is there that this user may not connect to. */
    public boolean forbidden() {
        return forbidden;
    }
}
