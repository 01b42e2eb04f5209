package dev.mica.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Entry point of the {@code mica} command. */
public final class Main {

    private Main() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // UTF-8 whatever the locale, as Docker's own command does it.
        PrintStream out = stream(FileDescriptor.out, 8192);
        PrintStream err = stream(FileDescriptor.err, 128);
        Shell shell = new Shell(new FileInputStream(FileDescriptor.in), out, err, System.getenv());
        int code = new CommandLines(shell).run(args);
        out.flush();
        err.flush();
        System.exit(code);
    }

    private static PrintStream stream(FileDescriptor descriptor, int buffer) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), buffer),
                false,
                StandardCharsets.UTF_8);
    }
}
