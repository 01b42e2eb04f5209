package dev.mica.cli;

import picocli.CommandLine.Command;

/** The overview that {@code mica --help} prints. */
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
        for (String name : Verbs.NAMES) {
            Verb verb = Verbs.make(name, shell).orElseThrow();
            String description = verb.getClass().getAnnotation(Command.class).description()[0];
            text.append("  ").append(name).append(" ".repeat(12 - name.length()));
            text.append(description).append('\n');
        }
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
}
