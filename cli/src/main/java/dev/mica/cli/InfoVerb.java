package dev.mica.cli;

import dev.mica.dockerapi.DockerClientRequest;
import dev.mica.dockerapi.Product;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "info",
        description = "Display system-wide information",
        customSynopsis = "mica info [OPTIONS]")
final class InfoVerb extends Verb {

    @Option(
            names = {"-f", "--format"},
            paramLabel = "string",
            description = "Format output: json, or a template")
    private @Nullable String format;

    InfoVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        @Nullable Template template =
                format == null || format.isEmpty() || format.equals("json")
                        ? null
                        : Template.parse(format);
        Json info = Json.read(shell().client().send(DockerClientRequest.get("/info")).bytes());
        if (template != null) {
            shell().out().println(template.apply(info));
        } else if (format != null && !format.isEmpty()) {
            shell().out().println(info);
        } else {
            shell().out().print(text(info));
            info.at("Warnings").texts().forEach(shell().err()::println);
        }
        return 0;
    }

    private static String text(Json info) {
        Rows rows = new Rows();
        rows.title("Client: Mica");
        rows.row(1, "Version", Product.read().version());
        rows.title("");
        rows.title("Server:");
        rows.row(1, "Containers", info.text("Containers"));
        rows.row(2, "Running", info.text("ContainersRunning"));
        rows.row(2, "Paused", info.text("ContainersPaused"));
        rows.row(2, "Stopped", info.text("ContainersStopped"));
        rows.row(1, "Images", info.text("Images"));
        rows.row(1, "Server Version", info.text("ServerVersion"));
        rows.row(1, "Storage Driver", info.text("Driver"));
        for (Json pair : info.at("DriverStatus").items()) {
            rows.row(2, pair.texts().getFirst(), pair.texts().getLast());
        }
        rows.row(1, "Logging Driver", info.text("LoggingDriver"));
        rows.row(1, "Cgroup Driver", info.text("CgroupDriver"));
        rows.row(1, "Cgroup Version", info.text("CgroupVersion"));
        rows.title(" Plugins:");
        for (String kind : new String[] {"Volume", "Network", "Log"}) {
            rows.row(2, kind, String.join(" ", info.at("Plugins", kind).texts()));
        }
        rows.row(1, "Swarm", info.text("Swarm", "LocalNodeState"));
        rows.row(1, "Runtimes", String.join(" ", info.at("Runtimes").members().keySet()));
        rows.row(1, "Default Runtime", info.text("DefaultRuntime"));
        rows.row(1, "runc version", info.text("RuncCommit", "ID"));
        security(info, rows);
        rows.row(1, "Kernel Version", info.text("KernelVersion"));
        rows.row(1, "Operating System", info.text("OperatingSystem"));
        rows.row(1, "OSType", info.text("OSType"));
        rows.row(1, "Architecture", info.text("Architecture"));
        rows.row(1, "CPUs", info.text("NCPU"));
        rows.row(1, "Total Memory", Units.memory(info.at("MemTotal").number()));
        rows.row(1, "Name", info.text("Name"));
        rows.row(1, "ID", info.text("ID"));
        rows.row(1, "Docker Root Dir", info.text("DockerRootDir"));
        rows.row(1, "Debug Mode", info.text("Debug"));
        rows.some(1, "HTTP Proxy", info.text("HttpProxy"));
        rows.some(1, "HTTPS Proxy", info.text("HttpsProxy"));
        rows.some(1, "No Proxy", info.text("NoProxy"));
        rows.row(1, "Experimental", info.text("ExperimentalBuild"));
        registries(info.at("RegistryConfig"), rows);
        rows.row(1, "Live Restore Enabled", info.text("LiveRestoreEnabled"));
        return rows.toString();
    }

    /** Each option is a name and settings, {@code name=seccomp,profile=default}. */
    private static void security(Json info, Rows rows) {
        if (info.at("SecurityOptions").items().isEmpty()) {
            return;
        }
        rows.title(" Security Options:");
        for (String option : info.at("SecurityOptions").texts()) {
            for (String setting : option.split(",", -1)) {
                int equals = setting.indexOf('=');
                String key = setting.substring(0, Math.max(0, equals));
                String value = setting.substring(equals + 1);
                if (key.equals("name")) {
                    rows.title("  " + value);
                } else {
                    rows.row(3, key.equals("profile") ? "Profile" : key, value);
                }
            }
        }
    }

    private static void registries(Json config, Rows rows) {
        rows.title(" Insecure Registries:");
        config.at("IndexConfigs")
                .members()
                .forEach(
                        (name, index) -> {
                            if (!index.at("Secure").isTrue()) {
                                rows.title("  " + name);
                            }
                        });
        config.at("InsecureRegistryCIDRs").texts().forEach(net -> rows.title("  " + net));
        if (!config.at("Mirrors").items().isEmpty()) {
            rows.title(" Registry Mirrors:");
            config.at("Mirrors").texts().forEach(mirror -> rows.title("  " + mirror));
        }
    }

    /** Lines of a name and a value, indented. */
    private static final class Rows {
        private final StringBuilder text = new StringBuilder();

        void title(String line) {
            text.append(line).append('\n');
        }

        void row(int depth, String name, String value) {
            title(" ".repeat(depth) + name + ": " + value);
        }

        void some(int depth, String name, String value) {
            if (!value.isEmpty()) {
                row(depth, name, value);
            }
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
