package dev.mica.cli;

import dev.mica.image.json.GoJson;

/** Writes a tree: on one line, or with four spaces of indent as {@code docker inspect} does. */
enum JsonLayout {
    /** Without white space. */
    COMPACT,
    /** A member or element a line. */
    INDENTED;

    StringBuilder write(Json value, StringBuilder out) {
        write(value, out, 0);
        return out;
    }

    private void write(Json value, StringBuilder out, int depth) {
        switch (value) {
            case Json.Items(var items) -> {
                out.append('[');
                String separator = "";
                for (Json item : items) {
                    out.append(separator);
                    line(out, depth + 1);
                    write(item, out, depth + 1);
                    separator = ",";
                }
                end(out, depth, items.isEmpty(), ']');
            }
            case Json.Members(var members) -> {
                out.append('{');
                String separator = "";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    line(out, depth + 1);
                    out.append(GoJson.text(member.getKey())).append(this == COMPACT ? ":" : ": ");
                    write(member.getValue(), out, depth + 1);
                    separator = ",";
                }
                end(out, depth, members.isEmpty(), '}');
            }
            case Json.Text _, Json.Literal _ -> out.append(value);
        }
    }

    private void line(StringBuilder out, int depth) {
        if (this == INDENTED) {
            out.append('\n').append("    ".repeat(depth));
        }
    }

    private void end(StringBuilder out, int depth, boolean empty, char bracket) {
        if (!empty) {
            line(out, depth);
        }
        out.append(bracket);
    }
}
