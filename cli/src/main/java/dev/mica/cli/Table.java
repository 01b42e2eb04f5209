package dev.mica.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of cells in columns, laid out as Docker's: a column is as wide as its widest cell and three
 * spaces, and at least ten; the last is not filled up.
 */
final class Table {

    private static final int LEAST = 10;
    private static final int GAP = 3;

    private final List<String[]> lines = new ArrayList<>();

    /** Adds a line; its cells are parted by tabs. */
    void line(String cells) {
        lines.add(cells.split("\t", -1));
    }

    @Override
    public String toString() {
        List<Integer> widths = new ArrayList<>();
        for (String[] line : lines) {
            for (int i = 0; i < line.length - 1; i++) {
                int width = Math.max(LEAST, line[i].codePointCount(0, line[i].length()) + GAP);
                if (i == widths.size()) {
                    widths.add(width);
                } else if (widths.get(i) < width) {
                    widths.set(i, width);
                }
            }
        }
        StringBuilder out = new StringBuilder();
        for (String[] line : lines) {
            for (int i = 0; i < line.length; i++) {
                out.append(line[i]);
                if (i < line.length - 1) {
                    int used = line[i].codePointCount(0, line[i].length());
                    out.append(" ".repeat(widths.get(i) - used));
                }
            }
            out.append('\n');
        }
        return out.toString();
    }
}
