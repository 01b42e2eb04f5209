package dev.mica.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code mica} command. */
@Command(name = "mica", mixinStandardHelpOptions = true, version = "mica 0.1.0")
public final class Main {
    private Main() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
