package dev.mica.cli;

import dev.mica.errno.ErrnoException;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.MountInfo;
import dev.mica.linux.Mounts;
import dev.mica.overlayfs.MountStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All that is not {@code --status} is mica-fuse's, and does not come here. */
@Command(
        name = "mount",
        description = "Mount layers (see mica-fuse), or show what mounts of them do",
        customSynopsis = {
            "mica mount -o lowerdir=A:B[,upperdir=U,workdir=W][,OPTION...] TARGET",
            "       mica mount --status [--json] [TARGET...]"
        })
final class MountVerb extends Verb {

    @Option(names = "--status", description = "Show layers, requests and state of mounts")
    private boolean status;

    @Option(names = "--json", description = "Show it as JSON, a line each")
    private boolean json;

    @Parameters(arity = "0..*", paramLabel = "TARGET", hidden = true)
    private List<String> targets = new ArrayList<>();

    MountVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (!status) {
            throw new CommandException("mica mount needs -o OPTIONS, or --status", 1);
        }
        Linux linux = Linux.system();
        int code = 0;
        for (String target : targets.isEmpty() ? mounted(linux) : targets) {
            Json.@Nullable Members said = ask(linux, target);
            if (said == null) {
                code = 1;
            } else if (json) {
                shell().out().println(said);
            } else {
                shell().out().print(text(said));
            }
        }
        return code;
    }

    /** Where something is mounted that calls itself mica. */
    private static List<String> mounted(Linux linux) {
        return new Mounts(linux)
                .list().stream()
                        .filter(mount -> mount.type().startsWith("fuse.mica"))
                        .map(MountInfo::mountPoint)
                        .toList();
    }

    private Json.@Nullable Members ask(Linux linux, String target) {
        String path = Path.of(target).toAbsolutePath().toString();
        String why;
        try {
            byte[] said = linux.getxattr(Flags.AT_FDCWD, path, MountStatus.ATTRIBUTE);
            if (said != null) {
                return parse(path, new String(said, StandardCharsets.UTF_8));
            }
            why = "it is no mount of mica-fuse, or another user's";
        } catch (ErrnoException e) {
            why = e.getMessage();
        }
        shell().err().println("mica mount --status: " + target + ": " + why);
        return null;
    }

    private static Json.Members parse(String target, String text) {
        Json.Members members = new Json.Members().put("target", target);
        List<Json> layers = new ArrayList<>();
        List<Json> requests = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] words = line.split("\t", -1);
            switch (words[0]) {
                case "upper", "work", "lower", "data" ->
                        layers.add(
                                new Json.Members()
                                        .put("role", words[0])
                                        .put("path", MountStatus.path(words[1])));
                case "request" ->
                        requests.add(
                                new Json.Members()
                                        .put("kind", words[1])
                                        .put("count", literal(words[2]))
                                        .put("totalNanos", literal(words[3]))
                                        .put("medianNanos", literal(words[4]))
                                        .put("p99Nanos", literal(words[5])));
                case "transport" -> members.put("transport", words[1]);
                default -> members.put(words[0], literal(words[1]));
            }
        }
        return members.put("layers", new Json.Items(layers))
                .put("requests", new Json.Items(requests));
    }

    private static Json literal(String word) {
        return new Json.Literal(word);
    }

    private static String text(Json.Members said) {
        StringBuilder out = new StringBuilder(said.text("target"));
        out.append("  process ").append(said.text("process"));
        out.append(", ").append(said.text("threads")).append(" threads, ");
        out.append(said.text("transport"));
        out.append(said.at("passthrough").isTrue() ? ", passthrough" : "").append('\n');
        for (Json layer : said.at("layers").items()) {
            out.append("  ").append(layer.text("role"));
            out.append(" ".repeat(6 - layer.text("role").length()));
            out.append(layer.text("path")).append('\n');
        }
        out.append("  ").append(said.text("nodes")).append(" nodes, ");
        out.append(said.text("open")).append(" files open (").append(said.text("passed"));
        out.append(" passed through), ").append(said.text("directories"));
        out.append(" of ").append(said.text("directoriesLimit")).append(" directories open\n");
        Table table = new Table();
        table.line("  REQUEST\tCOUNT\tMEDIAN\t99%\tTOTAL");
        for (Json request : said.at("requests").items()) {
            table.line(
                    "  "
                            + request.text("kind")
                            + '\t'
                            + request.text("count")
                            + '\t'
                            + time(request.at("medianNanos").number())
                            + '\t'
                            + time(request.at("p99Nanos").number())
                            + '\t'
                            + time(request.at("totalNanos").number()));
        }
        return out.append(table).toString();
    }

    private static String time(long nanos) {
        double micros = nanos / 1e3;
        return micros < 1000
                ? String.format(Locale.ROOT, "%.0fµs", micros)
                : micros < 1e6
                        ? String.format(Locale.ROOT, "%.1fms", micros / 1e3)
                        : String.format(Locale.ROOT, "%.1fs", micros / 1e6);
    }
}
