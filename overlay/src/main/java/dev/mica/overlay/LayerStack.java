package dev.mica.overlay;

/**
 * What is shown as one tree: how many layers, and by which of the kernel's options.
 *
 * @param layers how many, the upper included
 * @param hasUpper whether the first takes changes; else nothing can be changed
 * @param userMarks {@code userxattr}: marks are {@code user.overlay.}, not {@code trusted.overlay.}
 * @param aufs whether {@code .wh.NAME} hides NAME and {@code .wh..wh..opq} what lies below
 * @param sync whether a copy is on disk before it takes its name; not so with {@code volatile}
 */
public record LayerStack(
        int layers, boolean hasUpper, boolean userMarks, boolean aufs, boolean sync) {
    /** The most layers, as in the kernel. */
    public static final int MOST = 500;

    boolean isUpper(int layer) {
        return hasUpper && layer == 0;
    }
}
