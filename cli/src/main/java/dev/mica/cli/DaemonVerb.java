package dev.mica.cli;

import dev.mica.dockerapi.Daemon;
import dev.mica.dockerapi.DaemonFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "daemon",
        description = "Run the daemon that the other commands, and docker, speak to",
        customSynopsis = "mica daemon [OPTIONS]")
final class DaemonVerb extends Verb {

    @Option(
            names = {"-H", "--host"},
            paramLabel = "list",
            description = "Daemon socket(s) to listen on (default: unix:///run/mica/mica.sock)")
    private List<String> hosts = new ArrayList<>();

    @Option(
            names = "--data-root",
            paramLabel = "string",
            description = "Root directory of persistent state (default: /var/lib/mica)")
    private @Nullable Path dataRoot;

    @Option(
            names = "--exec-root",
            paramLabel = "string",
            description = "Root directory for execution state files (default: /run/mica)")
    private @Nullable Path execRoot;

    @Option(
            names = {"-p", "--pidfile"},
            paramLabel = "string",
            description = "Path to use for daemon PID file (default: /run/mica/mica.pid)")
    private @Nullable Path pidfile;

    @Option(
            names = {"-s", "--storage-driver"},
            paramLabel = "string",
            description = "Storage driver to use")
    private @Nullable String storageDriver;

    @Option(names = "--storage-opt", paramLabel = "list", description = "Storage driver options")
    private List<String> storageOptions = new ArrayList<>();

    @Option(
            names = "--config-file",
            paramLabel = "string",
            description = "Daemon configuration file (default: /etc/mica/daemon.json)")
    private @Nullable Path configFile;

    @Option(
            names = "--registry-mirror",
            paramLabel = "list",
            description = "Preferred registry mirror")
    private List<String> mirrors = new ArrayList<>();

    @Option(
            names = "--insecure-registry",
            paramLabel = "list",
            description = "Enable insecure registry communication")
    private List<String> insecure = new ArrayList<>();

    @Option(
            names = {"-b", "--bridge"},
            paramLabel = "string",
            description = "Attach containers to a network bridge, or none")
    private @Nullable String bridge;

    @Option(
            names = {"-D", "--debug"},
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "bool",
            description = "Enable debug mode")
    private @Nullable Boolean debug;

    DaemonVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        return Daemon.run(
                new DaemonFlags(
                        hosts,
                        dataRoot,
                        execRoot,
                        pidfile,
                        storageDriver,
                        storageOptions,
                        configFile,
                        mirrors,
                        insecure,
                        bridge,
                        debug));
    }
}
