package dev.mica.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description =
                "Print a script that completes commands and options: . <(mica completion bash)",
        customSynopsis = "mica completion bash|zsh")
final class CompletionVerb extends Verb {

    @Parameters(arity = "1", paramLabel = "bash|zsh", hidden = true)
    private String kind = "";

    CompletionVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (!kind.equals("bash") && !kind.equals("zsh")) {
            throw new CommandException("unknown shell: " + kind + "; bash and zsh are known", 1);
        }
        CommandLines lines = new CommandLines(shell());
        CommandLine root = new CommandLine(CommandSpec.create().name("mica"));
        Map<String, CommandLine> groups = new HashMap<>();
        for (String name : Verbs.NAMES) {
            CommandLine line = lines.line(Verbs.make(name, shell()).orElseThrow());
            int space = name.indexOf(' ');
            if (space < 0) {
                root.addSubcommand(name, line);
            } else {
                groups.computeIfAbsent(
                                name.substring(0, space),
                                group -> {
                                    CommandLine made =
                                            new CommandLine(CommandSpec.create().name(group));
                                    root.addSubcommand(group, made);
                                    return made;
                                })
                        .addSubcommand(name.substring(space + 1), line);
            }
        }
        // one script for both: it turns on bash's way of completion where it runs in zsh
        shell().out().print(AutoComplete.bash("mica", root));
        return 0;
    }
}
