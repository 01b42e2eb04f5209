package dev.mica.cli;

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
                            + names(option)
                            + "\" flag: "
                            + reason(problem));
        }
        return option(String.valueOf(problem.getMessage()));
    }

    /** The short name and the first long one; further ones are older spellings. */
    private static String names(OptionSpec option) {
        String first = option.names()[0];
        return first.startsWith("--") || option.names().length == 1
                ? first
                : first + ", " + option.names()[1];
    }

    private static String reason(ParameterException problem) {
        Class<?> type = problem.getArgSpec().type();
        return type == int.class || type == Integer.class || type == long.class
                ? "strconv.ParseInt: parsing \"" + problem.getValue() + "\": invalid syntax"
                : "invalid syntax";
    }

    /** A flag that is not known, or has no good value. */
    static Misuse option(String message) {
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
        return new Misuse(message, 1, most == Integer.MAX_VALUE ? "See" : "Run");
    }

    private static String arguments(int number) {
        return number + (number == 1 ? " argument" : " arguments");
    }
}
