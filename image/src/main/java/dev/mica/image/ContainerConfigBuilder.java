package dev.mica.image;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ContainerConfig}; each method sets the component of its name. Not for use by
 * several threads.
 */
public final class ContainerConfigBuilder {

    private String hostname = "";
    private String domainname = "";
    private String user = "";
    private boolean attachStdin;
    private boolean attachStdout;
    private boolean attachStderr;
    private @Nullable Set<String> exposedPorts;
    private boolean tty;
    private boolean openStdin;
    private boolean stdinOnce;
    private @Nullable List<String> env;
    private @Nullable List<String> cmd;
    private @Nullable HealthConfig healthcheck;
    private boolean argsEscaped;
    private String image = "";
    private @Nullable Set<String> volumes;
    private String workingDir = "";
    private @Nullable List<String> entrypoint;
    private boolean networkDisabled;
    private String macAddress = "";
    private @Nullable List<String> onBuild;
    private @Nullable Map<String, String> labels;
    private String stopSignal = "";
    private @Nullable Integer stopTimeout;
    private @Nullable List<String> shell;

    ContainerConfigBuilder() {}

    ContainerConfigBuilder(ContainerConfig from) {
        hostname = from.hostname();
        domainname = from.domainname();
        user = from.user();
        attachStdin = from.attachStdin();
        attachStdout = from.attachStdout();
        attachStderr = from.attachStderr();
        exposedPorts = from.exposedPorts();
        tty = from.tty();
        openStdin = from.openStdin();
        stdinOnce = from.stdinOnce();
        env = from.env();
        cmd = from.cmd();
        healthcheck = from.healthcheck();
        argsEscaped = from.argsEscaped();
        image = from.image();
        volumes = from.volumes();
        workingDir = from.workingDir();
        entrypoint = from.entrypoint();
        networkDisabled = from.networkDisabled();
        macAddress = from.macAddress();
        onBuild = from.onBuild();
        labels = from.labels();
        stopSignal = from.stopSignal();
        stopTimeout = from.stopTimeout();
        shell = from.shell();
    }

    public ContainerConfigBuilder hostname(String value) {
        hostname = value;
        return this;
    }

    public ContainerConfigBuilder domainname(String value) {
        domainname = value;
        return this;
    }

    public ContainerConfigBuilder user(String value) {
        user = value;
        return this;
    }

    public ContainerConfigBuilder attachStdin(boolean value) {
        attachStdin = value;
        return this;
    }

    public ContainerConfigBuilder attachStdout(boolean value) {
        attachStdout = value;
        return this;
    }

    public ContainerConfigBuilder attachStderr(boolean value) {
        attachStderr = value;
        return this;
    }

    public ContainerConfigBuilder exposedPorts(@Nullable Set<String> value) {
        exposedPorts = value;
        return this;
    }

    public ContainerConfigBuilder tty(boolean value) {
        tty = value;
        return this;
    }

    public ContainerConfigBuilder openStdin(boolean value) {
        openStdin = value;
        return this;
    }

    public ContainerConfigBuilder stdinOnce(boolean value) {
        stdinOnce = value;
        return this;
    }

    public ContainerConfigBuilder env(@Nullable List<String> value) {
        env = value;
        return this;
    }

    public ContainerConfigBuilder cmd(@Nullable List<String> value) {
        cmd = value;
        return this;
    }

    public ContainerConfigBuilder healthcheck(@Nullable HealthConfig value) {
        healthcheck = value;
        return this;
    }

    public ContainerConfigBuilder argsEscaped(boolean value) {
        argsEscaped = value;
        return this;
    }

    public ContainerConfigBuilder image(String value) {
        image = value;
        return this;
    }

    public ContainerConfigBuilder volumes(@Nullable Set<String> value) {
        volumes = value;
        return this;
    }

    public ContainerConfigBuilder workingDir(String value) {
        workingDir = value;
        return this;
    }

    public ContainerConfigBuilder entrypoint(@Nullable List<String> value) {
        entrypoint = value;
        return this;
    }

    public ContainerConfigBuilder networkDisabled(boolean value) {
        networkDisabled = value;
        return this;
    }

    public ContainerConfigBuilder macAddress(String value) {
        macAddress = value;
        return this;
    }

    public ContainerConfigBuilder onBuild(@Nullable List<String> value) {
        onBuild = value;
        return this;
    }

    public ContainerConfigBuilder labels(@Nullable Map<String, String> value) {
        labels = value;
        return this;
    }

    public ContainerConfigBuilder stopSignal(String value) {
        stopSignal = value;
        return this;
    }

    public ContainerConfigBuilder stopTimeout(@Nullable Integer value) {
        stopTimeout = value;
        return this;
    }

    public ContainerConfigBuilder shell(@Nullable List<String> value) {
        shell = value;
        return this;
    }

    /** The config as set so far. */
    public ContainerConfig build() {
        return new ContainerConfig(
                hostname,
                domainname,
                user,
                attachStdin,
                attachStdout,
                attachStderr,
                exposedPorts,
                tty,
                openStdin,
                stdinOnce,
                env,
                cmd,
                healthcheck,
                argsEscaped,
                image,
                volumes,
                workingDir,
                entrypoint,
                networkDisabled,
                macAddress,
                onBuild,
                labels,
                stopSignal,
                stopTimeout,
                shell);
    }
}
