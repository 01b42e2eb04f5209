package dev.mica.overlay;

/**
 * What is shown as one tree: how many layers, and by which of the kernel's options.
 *
 * @param layers how many, the upper included
 * @param hasUpper whether the first takes changes; else nothing can be changed
 * @param userMarks {@code userxattr}: marks are {@code user.overlay.}, not {@code trusted.overlay.}
 * @param aufs whether {@code .wh.NAME} hides NAME and {@code .wh..wh..opq} what lies below
 * @param sync whether a copy is on disk before it takes its name; not so with {@code volatile}
 * @param metacopy whether files without data show that of the layers below, and a copy-up for a
 *     change of anything else makes such a file
 * @param dataLayers how many layers below all these have nothing but data for such files, and show
 *     no names
 * @param redirects what is done with directories that were renamed: {@code redirect_dir}
 */
public record LayerStack(
        int layers,
        boolean hasUpper,
        boolean userMarks,
        boolean aufs,
        boolean sync,
        Redirects redirects,
        boolean metacopy,
        int dataLayers) {
    /** Directories that lowers have part in, and that have another name in a layer above. */
    public enum Redirects {
        /** None is made, and one that is there is refused: EPERM. */
        REFUSED,
        /** None is made; those that are there show what they lead to. */
        FOLLOWED,
        /** Such a directory can be renamed. */
        MADE
    }

    /** The most layers, as in the kernel. */
    public static final int MOST = 500;

    /**
     * Whether a directory is marked opaque when it is made where lowers have none of its name: what
     * they get while nothing is mounted stays below it. Kernels do so where features are on that do
     * not allow such changes of the layers anyway, and it spares the search there.
     */
    boolean marksNew() {
        return redirects == Redirects.MADE;
    }

    boolean isUpper(int layer) {
        return hasUpper && layer == 0;
    }
}
