package dev.mica.fuse;

/** A request that is shorter than it must be, or says another length than it has. */
final class MalformedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedRequest() {
        super("a request that does not have the shape of its kind", null, false, false);
    }
}
