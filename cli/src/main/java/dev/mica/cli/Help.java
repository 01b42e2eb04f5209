package dev.mica.cli;

import picocli.CommandLine.Command;

/** The overviews that {@code mica --help} and {@code mica image --help} print. */
final class Help {

    private Help() {}

    static int overview(Shell shell) {
        StringBuilder text = new StringBuilder();
        text.append(
                """
                Usage:  mica [OPTIONS] COMMAND

                Containers on OverlayFS, on the JVM

                Commands:
                """);
        Verbs.NAMES.forEach(name -> line(text, shell, name));
        text.append(
                """

                Options:
                  -H, --host string   The daemon's socket (default: DOCKER_HOST, else unix:///run/mica/mica.sock)
                  -v, --version       Print version information and quit

                Run 'mica COMMAND --help' for more information on a command
                """);
        shell.out().append(text);
        return 0;
    }

    /** The commands whose first word is a group's name. */
    static int group(Shell shell, String group) {
        StringBuilder text = new StringBuilder("Usage:  mica " + group + " COMMAND\n\nCommands:\n");
        Verbs.NAMES.stream()
                .filter(name -> name.startsWith(group + " "))
                .forEach(name -> line(text, shell, name));
        shell.out().append(text);
        return 0;
    }

    private static void line(StringBuilder text, Shell shell, String name) {
        Verb verb = Verbs.make(name, shell).orElseThrow();
        String description = verb.getClass().getAnnotation(Command.class).description()[0];
        text.append("  ").append(name).append(" ".repeat(17 - name.length()));
        text.append(description).append('\n');
    }
}
