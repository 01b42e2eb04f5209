package dev.mica.overlayfs;

import dev.mica.fuse.FuseAbi;
import dev.mica.fuse.FuseCall;
import dev.mica.fuse.RequestStatistics.Kind;
import dev.mica.overlay.Overlay;
import java.nio.charset.StandardCharsets;

/**
 * What a mount's server says of itself: the extended attribute {@link #ATTRIBUTE} of the mount's
 * root, which its own user alone can read. So nothing else, no socket and no thread, is needed to
 * ask, and who asks a mount by its path asks the right server.
 *
 * <p>Lines of words with a tab between; {@code mica mount --status} shows them.
 */
public final class MountStatus {
    /** The attribute of the root that has it. */
    public static final String ATTRIBUTE = "user.mica.status";

    /** More than that an attribute's value cannot be. */
    private static final int LONGEST = 65536;

    private static final byte[] NAME = ATTRIBUTE.getBytes(StandardCharsets.US_ASCII);

    private final MountOptions options;
    private final String base;
    private final Overlay overlay;
    private final FdLayers layers;
    private final int owner;

    /**
     * Speaks of that mount.
     *
     * @param base what relative paths of the options start from
     * @param owner who may ask
     */
    MountStatus(MountOptions options, String base, Overlay overlay, FdLayers layers, int owner) {
        this.options = options;
        this.base = base;
        this.overlay = overlay;
        this.layers = layers;
        this.owner = owner;
    }

    static boolean isAsked(byte[] name, int length) {
        return length == NAME.length
                && java.util.Arrays.equals(name, 0, length, NAME, 0, NAME.length);
    }

    boolean mayAsk(FuseCall call) {
        return call.uid() == owner;
    }

    /** What is to be said now: the layers at the end, for they may be too many. */
    byte[] now(FuseCall call) {
        StringBuilder text = new StringBuilder();
        line(text, "process", ProcessHandle.current().pid());
        line(text, "threads", call.threads());
        line(text, "transport", call.has(FuseAbi.OVER_IO_URING) ? "io_uring" : "device");
        line(text, "passthrough", call.has(FuseAbi.PASSTHROUGH));
        Overlay.Census census = overlay.census();
        line(text, "nodes", census.nodes());
        line(text, "open", census.open());
        line(text, "passed", census.passedThrough());
        line(text, "directories", layers.openDirectories());
        line(text, "directoriesLimit", FdLayers.OPEN_DIRECTORIES);
        for (Kind kind : call.statistics().kinds()) {
            text.append("request\t").append(kind.name()).append('\t').append(kind.count());
            text.append('\t').append(kind.totalNanos()).append('\t').append(kind.medianNanos());
            text.append('\t').append(kind.highNanos()).append('\n');
        }
        if (options.upper != null && options.work != null) {
            line(text, "upper", quoted(options.upper));
            line(text, "work", quoted(options.work));
        }
        options.lowers.forEach(layer -> line(text, "lower", quoted(layer)));
        options.dataLayers.forEach(layer -> line(text, "data", quoted(layer)));
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return bytes.length <= LONGEST ? bytes : java.util.Arrays.copyOf(bytes, cut(bytes));
    }

    /** Whole lines alone. */
    private static int cut(byte[] bytes) {
        int at = LONGEST;
        while (bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static void line(StringBuilder text, String key, Object value) {
        text.append(key).append('\t').append(value).append('\n');
    }

    /** A path in one line. */
    private String quoted(String option) {
        String path = OverlayMount.below(base, option);
        return path.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
    }

    /** The path that a word of the answer is. */
    public static String path(String quoted) {
        return quoted.translateEscapes();
    }
}
