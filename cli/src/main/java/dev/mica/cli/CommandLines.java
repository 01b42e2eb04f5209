package dev.mica.cli;

import dev.mica.dockerapi.DockerClientException;
import dev.mica.dockerapi.DockerClientUnreachableException;
import dev.mica.dockerapi.Product;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * From arguments to an exit code: the options before the verb, the one verb that is asked for, and
 * Docker's words and codes for what goes wrong: 125 for a bad option, 1 for a wrong number of
 * arguments and for what the daemon refuses, where a verb has no code of its own.
 */
final class CommandLines {

    private final Shell shell;

    CommandLines(Shell shell) {
        this.shell = shell;
    }

    /** Runs a command line; nothing is thrown out of it. */
    int run(String... args) {
        int at = 0;
        while (at < args.length && args[at].startsWith("-")) {
            String option = args[at++];
            switch (option) {
                case "-H", "--host" -> {
                    if (at == args.length) {
                        return usage("flag needs an argument: " + option, 125);
                    }
                    shell.host(args[at++]);
                }
                case "-v", "--version" -> {
                    shell.out().println("Mica version " + Product.read().version());
                    return 0;
                }
                case "--help" -> {
                    return Help.overview(shell);
                }
                default -> {
                    if (!option.startsWith("--host=")) {
                        return usage("unknown flag: " + option, 125);
                    }
                    shell.host(option.substring("--host=".length()));
                }
            }
        }
        if (at == args.length) {
            return Help.overview(shell);
        }
        List<String> rest = Arrays.asList(args).subList(at, args.length);
        return verb(rest.getFirst(), rest.subList(1, rest.size()));
    }

    private int verb(String name, List<String> args) {
        if (name.equals("help") && args.isEmpty()) {
            return Help.overview(shell);
        }
        if (name.equals("help")) {
            return verb(args.getFirst(), List.of("--help"));
        }
        if (name.equals("image")) {
            if (args.isEmpty() || args.getFirst().equals("--help")) {
                return Help.group(shell, name);
            }
            return verb("image " + args.getFirst(), args.subList(1, args.size()));
        }
        Optional<Verb> made = Verbs.make(name, shell);
        if (made.isEmpty()) {
            return usage("mica: unknown command: mica " + name, 1);
        }
        CommandLine line = line(made.get());
        try {
            return line.execute(Flags.plain(line, args));
        } catch (ParameterException e) {
            return misuse(line.getCommandSpec(), Misuse.of(e));
        }
    }

    private int usage(String message, int code) {
        shell.err().println(message + "\n\nRun 'mica --help' for more information");
        return code;
    }

    /** The command line of a verb, with Docker's look and Docker's errors. */
    CommandLine line(Verb verb) {
        CommandLine line = new CommandLine(verb);
        line.getCommandSpec()
                .usageMessage()
                .synopsisHeading("Usage:  ")
                .descriptionHeading("%n")
                .optionListHeading("%nOptions:%n")
                .width(100);
        line.setOut(new PrintWriter(shell.out(), false, StandardCharsets.UTF_8))
                .setStopAtPositional(verb instanceof RunVerb || verb instanceof ExecVerb)
                .setUsageHelpAutoWidth(false)
                .setExecutionExceptionHandler(
                        (e, failed, parsed) -> failure(e, verb, failed.getCommandSpec()))
                .setParameterExceptionHandler(
                        (e, args) -> misuse(e.getCommandLine().getCommandSpec(), Misuse.of(e)));
        return line;
    }

    private int failure(Exception failure, Verb verb, CommandSpec spec) throws Exception {
        shell.out().flush();
        PrintStream err = shell.err();
        switch (failure) {
            case CommandException e -> {
                if (!e.words().isEmpty()) {
                    err.println(e.words());
                }
                return e.exitCode();
            }
            case BadFlagException e -> {
                return misuse(spec, Misuse.option(String.valueOf(e.getMessage())));
            }
            case DockerClientException e ->
                    err.println("Error response from daemon: " + e.getMessage());
            case DockerClientUnreachableException e -> {
                err.println(e.getMessage());
                if (!e.forbidden()) {
                    err.println("Start one with: mica daemon");
                }
            }
            case UncheckedIOException e -> err.println("mica: " + e.getMessage());
            default -> throw failure;
        }
        return verb.failureCode();
    }

    private int misuse(CommandSpec spec, Misuse misuse) {
        shell.err()
                .println(
                        misuse.message()
                                + "\n\nUsage:  "
                                + spec.usageMessage().customSynopsis()[0]
                                + "\n\n"
                                + misuse.see()
                                + " 'mica "
                                + spec.name()
                                + " --help' for more information");
        return misuse.exitCode();
    }
}
