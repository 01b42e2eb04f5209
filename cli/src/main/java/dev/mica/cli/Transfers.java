package dev.mica.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/** Copies bytes and says on a terminal how many have gone. */
final class Transfers {

    private static final long INTERVAL_NANOS = 100_000_000;

    private Transfers() {}

    /** Copies all, and shows the count, ten times a second, where {@code terminal} is one. */
    static void copy(InputStream in, OutputStream out, PrintStream shown, Terminal terminal)
            throws IOException {
        boolean show = terminal.isTerminal();
        byte[] buffer = new byte[1 << 16];
        long total = 0;
        long last = System.nanoTime();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            total += count;
            if (show && System.nanoTime() - last >= INTERVAL_NANOS) {
                last = System.nanoTime();
                shown.print("\r\u001b[2KSaving: " + Units.progressSize(total));
                shown.flush();
            }
        }
        if (show) {
            shown.print("\r\u001b[2K");
            shown.flush();
        }
    }
}
