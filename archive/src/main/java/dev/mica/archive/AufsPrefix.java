package dev.mica.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The special names of {@link LayerName}, as bytes. */
final class AufsPrefix {
    static final byte[] WHITEOUT = LayerName.PREFIX.getBytes(US_ASCII);
    static final byte[] METADATA = (LayerName.PREFIX + LayerName.PREFIX).getBytes(US_ASCII);
    static final byte[] OPAQUE = LayerName.OPAQUE_NAME.getBytes(US_ASCII);

    private AufsPrefix() {}
}
