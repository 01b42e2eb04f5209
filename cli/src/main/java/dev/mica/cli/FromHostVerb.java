package dev.mica.cli;

import dev.mica.dockerapi.DockerClientReply;
import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.image.ContainerConfig;
import dev.mica.image.ContainerConfigBuilder;
import dev.mica.image.Reference;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "image from-host",
        description = "Make an image of programs of this host and the libraries they need",
        customSynopsis = "mica image from-host [OPTIONS] PROGRAM [PROGRAM...]")
final class FromHostVerb extends Verb {

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /** Where a distribution links to {@code /usr}, so that both spellings of a path work. */
    private static final List<String> MERGED = List.of("/bin", "/sbin", "/lib", "/lib64");

    @Option(
            names = {"-t", "--tag"},
            required = true,
            paramLabel = "name[:tag]",
            description = "Name of the image")
    private String tag = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "file",
            description =
                    "Write an archive for docker load to a file, or - for STDOUT, and ask no"
                            + " daemon")
    private @Nullable String output;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME=VALUE",
            description = "Set a variable in containers of the image")
    private List<String> variables = new ArrayList<>();

    @Option(
            names = "--link",
            paramLabel = "PATH=PROGRAM",
            description = "Make a symbolic link to a program, as in /bin/sh=bash")
    private List<String> links = new ArrayList<>();

    @Option(
            names = "--cmd",
            paramLabel = "command",
            description =
                    "What a container runs unless told otherwise, split at spaces (default: the"
                            + " first program)")
    private @Nullable String command;

    @Parameters(arity = "1..*", paramLabel = "PROGRAM", hidden = true)
    private List<String> programs = new ArrayList<>();

    FromHostVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        Reference name = ImageArgument.parse(tag).withDefaultTag();
        try (HostImage image = compose(name)) {
            if (output == null) {
                DockerClientRequest load =
                        DockerClientRequest.post("/images/load")
                                .with("quiet", true)
                                .withBody("application/x-tar", image::writeTo);
                try (DockerClientReply reply = shell().client().send(load)) {
                    new Progress(shell().out(), Terminal.output()).show(reply.body());
                }
            } else if (output.equals("-")) {
                if (Terminal.output().isTerminal()) {
                    throw new CommandException("refusing to write an archive to a terminal", 1);
                }
                image.writeTo(shell().out());
            } else {
                try (OutputStream out = Files.newOutputStream(Path.of(output))) {
                    image.writeTo(out);
                }
                shell().out().println(image.id());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    private HostImage compose(Reference name) throws IOException {
        Path root = Path.of("/");
        List<Path> searched = new ArrayList<>();
        for (String folder : shell().variable("PATH").orElse(PATH).split(":", -1)) {
            if (folder.startsWith("/")) {
                searched.add(Path.of(folder));
            }
        }
        HostPrograms found = new HostPrograms(root, searched);
        Path first = null;
        for (String program : programs) {
            Path path = found.add(program);
            first = first == null ? path : first;
        }
        Map<Path, Path> linked = new LinkedHashMap<>();
        for (String link : links) {
            int equals = link.indexOf('=');
            if (!link.startsWith("/") || equals < 0) {
                throw new BadFlagException("--link", link, "it is not /PATH=PROGRAM");
            }
            linked.put(
                    Path.of(link.substring(0, equals)).normalize(),
                    found.add(link.substring(equals + 1)));
        }
        ContainerConfigBuilder defaults = ContainerConfig.EMPTY.toBuilder();
        List<String> environment = new ArrayList<>(List.of("PATH=" + path(found)));
        environment.addAll(variables);
        defaults.env(environment)
                .cmd(
                        command == null
                                ? List.of(String.valueOf(first))
                                : List.of(command.split(" +", -1)))
                .workingDir("/");
        return HostImage.of(name, layers(root, found, linked), defaults);
    }

    /** The usual path, and before it where else programs of the image are. */
    private static String path(HostPrograms found) {
        Set<String> folders = new LinkedHashSet<>();
        for (Path program : found.programs()) {
            folders.add(String.valueOf(program.getParent()));
        }
        List<String> usual = List.of(PATH.split(":", -1));
        folders.removeAll(usual);
        folders.addAll(usual);
        return String.join(":", folders);
    }

    private Map<String, HostTree> layers(Path root, HostPrograms found, Map<Path, Path> linked)
            throws IOException {
        Map<String, HostTree> layers = new LinkedHashMap<>();
        HostTree libraries = HostTree.from(root);
        for (String folder : MERGED) {
            if (Files.isSymbolicLink(libraries.onHost(Path.of(folder)))) {
                libraries.add(Path.of(folder));
            }
        }
        for (Path library : found.libraries()) {
            libraries.add(library);
        }
        layers.put("the loader and libraries", libraries);
        HostTree files = libraries.above();
        for (Path program : found.programs()) {
            files.add(program);
        }
        for (Map.Entry<Path, Path> link : linked.entrySet()) {
            files.link(link.getKey(), link.getValue());
        }
        layers.put("the programs " + String.join(" ", programs), files);
        HostTree settings = files.above();
        HostSettings.addTo(settings, found);
        layers.put("configuration", settings);
        return layers;
    }
}
