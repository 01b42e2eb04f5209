package dev.mica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code NAME=VALUE} settings from options and files. */
final class Variables {

    private Variables() {}

    /**
     * The settings of all files, then those given one by one. A variable without a value gets the
     * one of this command's environment, and is left out if there is none.
     *
     * @throws CommandException when a file cannot be read, or a name is empty
     */
    static List<String> all(Shell shell, List<String> files, List<String> given) {
        List<String> all = new ArrayList<>();
        for (String setting : join(files, given)) {
            int equals = setting.indexOf('=');
            if (equals == 0 || setting.isEmpty()) {
                throw new CommandException("invalid environment variable: " + setting, 125);
            }
            if (equals > 0) {
                all.add(setting);
            } else {
                shell.variable(setting).ifPresent(value -> all.add(setting + "=" + value));
            }
        }
        return all;
    }

    /** Labels in the same way, where one without a value is empty. */
    static Json.Members labels(List<String> files, List<String> given) {
        return map(join(files, given));
    }

    /** Settings as an object; one without a value is empty. */
    static Json.Members map(List<String> settings) {
        Json.Members map = new Json.Members();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            map.put(name, equals < 0 ? "" : setting.substring(equals + 1));
        }
        return map;
    }

    private static List<String> join(List<String> files, List<String> given) {
        List<String> settings = new ArrayList<>();
        for (String file : files) {
            try {
                for (String line : Files.readAllLines(Path.of(file))) {
                    String setting = line.stripLeading();
                    if (!setting.isEmpty() && !setting.startsWith("#")) {
                        settings.add(setting);
                    }
                }
            } catch (IOException e) {
                throw new CommandException("open " + file + ": no such file or directory", 125, e);
            }
        }
        settings.addAll(given);
        return settings;
    }
}
