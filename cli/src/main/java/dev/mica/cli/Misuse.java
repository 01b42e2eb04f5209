package dev.mica.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that cannot be read, in Docker's words.
 *
 * @param see how the line that points to the help begins
 */
record Misuse(String message, int exitCode, String see) {

    static Misuse of(ParameterException problem) {
        CommandSpec spec = problem.getCommandLine().getCommandSpec();
        if (problem instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().getFirst();
            if (!first.startsWith("-") || first.equals("-")) {
                return number(spec);
            }
            return option(
                    first.startsWith("--")
                            ? "unknown flag: " + first.replaceFirst("=.*", "")
                            : "unknown shorthand flag: '" + first.charAt(1) + "' in " + first);
        }
        if (problem instanceof MissingParameterException missing) {
            ArgSpec argument = missing.getMissing().getFirst();
            if (argument.isOption()) {
                return option("flag needs an argument: " + ((OptionSpec) argument).longestName());
            }
            return number(spec);
        }
        if (problem.getArgSpec() instanceof OptionSpec option && problem.getValue() != null) {
            return option(
                    "invalid argument \""
                            + problem.getValue()
                            + "\" for \""
                            + String.join(", ", option.names())
                            + "\" flag: "
                            + reason(problem));
        }
        return option(String.valueOf(problem.getMessage()));
    }

    private static String reason(ParameterException problem) {
        @Nullable Throwable cause = problem.getCause();
        return cause == null
                ? "it is no " + problem.getArgSpec().type().getSimpleName()
                : String.valueOf(cause.getMessage());
    }

    private static Misuse option(String message) {
        return new Misuse(message, 125, "Run");
    }

    /** The wrong number of arguments. */
    private static Misuse number(CommandSpec spec) {
        int least = 0;
        int most = 0;
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            least += parameter.arity().min();
            boolean open = parameter.arity().isVariable() || most == Integer.MAX_VALUE;
            most = open ? Integer.MAX_VALUE : most + parameter.arity().max();
        }
        String wanted;
        if (most == 0) {
            wanted = "accepts no arguments";
        } else if (least == most) {
            wanted = "requires " + arguments(least);
        } else if (most == Integer.MAX_VALUE) {
            wanted = "requires at least " + arguments(least);
        } else {
            wanted = "requires at most " + arguments(most);
        }
        String message = "mica: 'mica " + spec.name() + "' " + wanted;
        return new Misuse(message, 1, most == 0 ? "Run" : "See");
    }

    private static String arguments(int number) {
        return number + (number == 1 ? " argument" : " arguments");
    }
}
