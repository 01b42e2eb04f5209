package dev.mica.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Docker's flags take a value too, {@code --rm=false}; picocli's would then take the next argument
 * as well. So those are made plain before it sees them.
 */
final class Flags {

    private Flags() {}

    /**
     * The arguments as picocli reads them.
     *
     * @throws UnmatchedArgumentException for an option that the verb has not: picocli would rather
     *     complain that an argument is missing
     */
    static String[] plain(CommandLine line, List<String> args) {
        CommandSpec spec = line.getCommandSpec();
        boolean stopAtPositional = spec.parser().stopAtPositional();
        List<String> plain = new ArrayList<>();
        boolean options = true;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            boolean option = options && arg.startsWith("-") && arg.length() > 1;
            options = options && !arg.equals("--") && (option || !stopAtPositional);
            if (option && !arg.equals("--") && !known(spec, arg)) {
                throw new UnmatchedArgumentException(line, List.of(arg));
            }
            @Nullable Boolean value = option ? value(spec, arg) : null;
            if (value == null) {
                plain.add(arg);
            } else if (value) {
                plain.add(arg.substring(0, arg.indexOf('=')));
            }
            if (option && takesNext(spec, arg) && i + 1 < args.size()) {
                plain.add(args.get(++i));
            }
        }
        return plain.toArray(String[]::new);
    }

    private static boolean known(CommandSpec spec, String arg) {
        if (!arg.startsWith("--")) {
            return spec.findOption(arg.substring(0, 2)) != null;
        }
        int equals = arg.indexOf('=');
        return spec.findOption(equals < 0 ? arg : arg.substring(0, equals)) != null;
    }

    /** Whether the argument after this option is its value. */
    private static boolean takesNext(CommandSpec spec, String arg) {
        if (arg.startsWith("--")) {
            return takesValue(spec, arg);
        }
        for (int i = 1; i < arg.length(); i++) {
            if (takesValue(spec, "-" + arg.charAt(i))) {
                return i == arg.length() - 1;
            }
        }
        return false;
    }

    private static boolean takesValue(CommandSpec spec, String name) {
        @Nullable OptionSpec option = spec.findOption(name);
        return option != null && option.arity().min() > 0;
    }

    private static @Nullable Boolean value(CommandSpec spec, String arg) {
        int equals = arg.indexOf('=');
        if (!arg.startsWith("--") || equals < 0) {
            return null;
        }
        @Nullable OptionSpec option = spec.findOption(arg.substring(0, equals));
        if (option == null || option.type() != boolean.class || option.arity().max() > 0) {
            return null;
        }
        return switch (arg.substring(equals + 1)) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> null;
        };
    }
}
