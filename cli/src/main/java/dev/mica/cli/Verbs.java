package dev.mica.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verbs there are. One is made only when it is asked for: each costs milliseconds of
 * reflection.
 */
final class Verbs {

    /** In the order in which help lists them. */
    static final List<String> NAMES =
            List.of(
                    "info",
                    "version",
                    "images",
                    "pull",
                    "load",
                    "save",
                    "run",
                    "ps",
                    "exec",
                    "logs",
                    "inspect",
                    "stop",
                    "kill",
                    "rm",
                    "rmi",
                    "tag",
                    "history",
                    "diff",
                    "commit",
                    "events",
                    "layers",
                    "mount",
                    "image from-host",
                    "daemon",
                    "completion");

    private Verbs() {}

    /** The verb of this name, if there is one. */
    static Optional<Verb> make(String name, Shell shell) {
        return Optional.ofNullable(verb(name, shell));
    }

    private static @Nullable Verb verb(String name, Shell shell) {
        return switch (name) {
            case "info" -> new InfoVerb(shell);
            case "version" -> new VersionVerb(shell);
            case "images" -> new ImagesVerb(shell);
            case "pull" -> new PullVerb(shell);
            case "load" -> new LoadVerb(shell);
            case "save" -> new SaveVerb(shell);
            case "run" -> new RunVerb(shell);
            case "ps" -> new PsVerb(shell);
            case "exec" -> new ExecVerb(shell);
            case "logs" -> new LogsVerb(shell);
            case "inspect" -> new InspectVerb(shell);
            case "stop" -> new StopVerb(shell);
            case "kill" -> new KillVerb(shell);
            case "rm" -> new RmVerb(shell);
            case "rmi" -> new RmiVerb(shell);
            case "tag" -> new TagVerb(shell);
            case "history" -> new HistoryVerb(shell);
            case "diff" -> new DiffVerb(shell);
            case "commit" -> new CommitVerb(shell);
            case "events" -> new EventsVerb(shell);
            case "layers" -> new LayersVerb(shell);
            case "mount" -> new MountVerb(shell);
            case "completion" -> new CompletionVerb(shell);
            case "daemon" -> new DaemonVerb(shell);
            case "image from-host" -> new FromHostVerb(shell);
            default -> null;
        };
    }
}
