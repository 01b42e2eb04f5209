package dev.mica.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every verb has: a shell to work with, and help. */
abstract class Verb implements Callable<Integer> {

    private final Shell shell;

    @Option(names = "--help", usageHelp = true, description = "Print usage")
    @SuppressWarnings("UnusedVariable") // picocli asks whether it was set
    private boolean help;

    Verb(Shell shell) {
        this.shell = shell;
    }

    final Shell shell() {
        return shell;
    }

    /**
     * Does what the verb is for, and returns the exit code.
     *
     * @throws CommandException when it fails in a way that the user is to be told about
     */
    @Override
    public abstract Integer call();

    /** What the exit code is when the daemon refuses, or is not there. */
    int failureCode() {
        return 1;
    }
}
