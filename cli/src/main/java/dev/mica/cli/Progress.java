package dev.mica.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows the progress that a daemon streams on pull and load. On a terminal each id has a line of
 * its own that changes in place; elsewhere only what is not a bar is printed, a line each.
 */
final class Progress {

    private static final int WIDTH = 50;

    private final PrintStream out;
    private final boolean terminal;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    Progress(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal.isTerminal();
        this.columns = this.terminal ? terminal.size().map(size -> size.columns()).orElse(80) : 0;
    }

    /**
     * Shows a stream until its end.
     *
     * @throws CommandException with the daemon's message, when the stream tells of a failure
     */
    void show(InputStream stream) {
        JsonLines.read(stream, this::show);
        out.flush();
    }

    private void show(Json message) {
        if (!message.at("errorDetail").isNull() || !message.at("error").isNull()) {
            out.flush();
            String detail = message.text("errorDetail", "message");
            throw new CommandException(detail.isEmpty() ? message.text("error") : detail, 1);
        }
        if (message.members().containsKey("stream")) {
            out.print(message.text("stream"));
        } else if (message.members().containsKey("status")) {
            status(message);
        }
        if (terminal) {
            out.flush();
        }
    }

    private void status(Json message) {
        String id = message.text("id");
        String bar = bar(message.at("progressDetail"));
        if (!terminal && !bar.isEmpty()) {
            return;
        }
        String line = (id.isEmpty() ? "" : id + ": ") + message.text("status");
        if (!terminal) {
            out.println(line);
        } else if (id.isEmpty()) {
            out.println(line);
            lines.clear(); // what follows stands below it
        } else {
            int at = lines.indexOf(id);
            if (at < 0) {
                at = lines.size();
                lines.add(id);
                out.println();
            }
            int up = lines.size() - at;
            String shown = bar.isEmpty() ? line : line + " " + bar;
            out.print("\u001b[" + up + "A\u001b[2K\r" + shown + "\r\u001b[" + up + "B");
        }
    }

    private String bar(Json detail) {
        long current = detail.at("current").number();
        long total = detail.at("total").number();
        if (current <= 0 && total <= 0) {
            return "";
        }
        String size = "%8s".formatted(Units.progressSize(current));
        if (total <= 0 || current > total) {
            return size;
        }
        String numbers = size + "/" + Units.progressSize(total);
        if (columns < 110) {
            return numbers;
        }
        int filled = (int) (current * WIDTH / total);
        return "[" + "=".repeat(filled) + ">" + " ".repeat(WIDTH - filled) + "] " + numbers;
    }
}
