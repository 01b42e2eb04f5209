package dev.mica.cli;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows in the format that was asked for: {@code table} (the default), {@code table} and a
 * template, {@code json}, or a template.
 *
 * @param columns the heading of each field that a template may name
 * @param table the fields of the default table
 */
record Listing(SequencedMap<String, String> columns, List<String> table) {

    /**
     * Prints the rows; a row has all fields of {@link #columns}.
     *
     * @param format as the user gave it, or null
     * @param quiet whether only the field ID is wanted, where no format was given
     */
    void print(Shell shell, @Nullable String format, boolean quiet, List<Json.Members> rows) {
        StringBuilder out = new StringBuilder();
        String wanted = format == null || format.isEmpty() ? "table" : format;
        if (wanted.equals("json")) {
            rows.forEach(row -> out.append(sorted(row)).append('\n'));
        } else if (quiet && wanted.equals("table")) {
            rows.forEach(row -> out.append(row.text("ID")).append('\n'));
        } else if (wanted.equals("table") || wanted.startsWith("table ")) {
            String cells =
                    wanted.equals("table")
                            ? "{{." + String.join("}}\t{{.", table) + "}}"
                            : unescape(wanted.substring("table ".length()).strip());
            Template template = Template.parse(cells);
            Json.Members headings = new Json.Members();
            columns.forEach(headings::put);
            Table lines = new Table();
            lines.line(template.apply(headings));
            rows.forEach(row -> lines.line(template.apply(row)));
            out.append(lines);
        } else {
            Template template = Template.parse(unescape(wanted));
            rows.forEach(row -> out.append(template.apply(row)).append('\n'));
        }
        shell.out().append(out);
    }

    private static Json.Members sorted(Json.Members row) {
        Json.Members sorted = new Json.Members();
        new TreeMap<>(row.members()).forEach(sorted::put);
        return sorted;
    }

    private static String unescape(String format) {
        return format.replace("\\t", "\t").replace("\\n", "\n");
    }
}
