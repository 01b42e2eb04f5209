package dev.mica.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs many command lines in one JVM, so that one AOT cache can be made of all that they use. Part
 * of the build: {@code scripts/train.sh}.
 */
public final class Rehearsal {

    private Rehearsal() {}

    /**
     * Runs the command lines of standard input, one a line, words parted by single spaces. How they
     * end does not matter.
     */
    public static void main(String[] args) throws IOException {
        List<String> lines;
        try (BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            lines = input.lines().toList();
        }
        for (String line : lines) {
            Shell shell =
                    new Shell(
                            InputStream.nullInputStream(), System.out, System.err, System.getenv());
            int code = new CommandLines(shell).run(line.split(" ", -1));
            System.out.println("mica " + line + ": " + code);
        }
        System.exit(0); // threads that pass on input may still run
    }
}
