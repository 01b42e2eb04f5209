package dev.mica.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Docker's flags take a value too, {@code --rm=false}; picocli's would then take the next argument
 * as well. So those are made plain before it sees them.
 */
final class Flags {

    private Flags() {}

    static String[] plain(CommandSpec spec, List<String> args) {
        List<String> plain = new ArrayList<>();
        boolean options = true;
        for (String arg : args) {
            @Nullable Boolean value = options ? value(spec, arg) : null;
            if (value == null) {
                plain.add(arg);
            } else if (value) {
                plain.add(arg.substring(0, arg.indexOf('=')));
            }
            options = options && !arg.equals("--");
        }
        return plain.toArray(String[]::new);
    }

    private static @Nullable Boolean value(CommandSpec spec, String arg) {
        int equals = arg.indexOf('=');
        if (!arg.startsWith("--") || equals < 0) {
            return null;
        }
        @Nullable OptionSpec option = spec.findOption(arg.substring(0, equals));
        if (option == null || option.type() != boolean.class) {
            return null;
        }
        return switch (arg.substring(equals + 1)) {
            case "1", "t", "T", "TRUE", "true", "True" -> true;
            case "0", "f", "F", "FALSE", "false", "False" -> false;
            default -> null;
        };
    }
}
