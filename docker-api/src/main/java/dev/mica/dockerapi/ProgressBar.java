package dev.mica.dockerapi;

import dev.mica.engine.ProgressMessage;
import dev.mica.engine.ProgressMessage.Progress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The bar that old clients show as they get it: {@code [====> ] 33.79kB/1.982MB}. The layout is
 * that of moby's {@code jsonmessage}: 50 columns, then sizes right-aligned in 8.
 */
final class ProgressBar {
    private static final int COLUMNS = 50;
    private static final int SIZE_WIDTH = 8;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private ProgressBar() {}

    /** The message with its bar, where it counts something. */
    static ProgressMessage drawn(ProgressMessage message) {
        Progress detail = message.progressDetail();
        if (detail == null || (detail.current() <= 0 && detail.total() <= 0)) {
            return message;
        }
        return new ProgressMessage(
                message.stream(),
                message.status(),
                detail,
                bar(detail.current(), detail.total()),
                message.id(),
                message.aux());
    }

    static String bar(long current, long total) {
        String done = size(current);
        String aligned = " ".repeat(Math.max(0, SIZE_WIDTH - done.length())) + done;
        if (total <= 0) {
            return aligned;
        }
        int columns = (int) Math.min(COLUMNS, (long) ((double) current / total * 100) / 2);
        String bar = "[" + "=".repeat(columns) + ">" + " ".repeat(COLUMNS - columns) + "] ";
        return bar + aligned + (current > total ? "" : "/" + size(total));
    }

    /** Four significant digits in decimal units, {@code 1.982MB}. */
    static String size(long bytes) {
        BigDecimal size = BigDecimal.valueOf(bytes);
        int unit = 0;
        while (size.compareTo(BigDecimal.valueOf(1000)) >= 0 && unit < UNITS.length - 1) {
            size = size.movePointLeft(3);
            unit++;
        }
        BigDecimal rounded = size.round(new MathContext(4, RoundingMode.HALF_EVEN));
        String digits = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return digits + UNITS[unit];
    }
}
