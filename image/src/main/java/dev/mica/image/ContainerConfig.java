package dev.mica.image;

import dev.mica.image.json.NameSet;
import dev.mica.image.json.OmitEmptyBool;
import dev.mica.image.json.OmitEmptyNames;
import dev.mica.image.json.OmitEmptyStringOrList;
import dev.mica.image.json.OmitEmptyText;
import dev.mica.image.json.OmitNullInt;
import dev.mica.image.json.StringOrList;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is the same for a container on every host: moby's {@code container.Config}, in the order and
 * with the {@code omitempty} of Docker 20.10. It is part of an image's config, of {@code
 * config.v2.json} and of the API's create body.
 *
 * <p>A list, set or map is null where JSON says {@code null} or nothing, which Docker keeps apart
 * from an empty one: a null {@code cmd} takes the image's, an empty one does too, but is written as
 * {@code []}. Sets are read from and written as objects of empty objects. Collections are not
 * copied: hand over immutable ones.
 *
 * @param hostname the container's host name
 * @param domainname its NIS domain
 * @param user user and group, {@code name-or-id[:name-or-id]}
 * @param attachStdin whether {@code docker run} attaches here
 * @param attachStdout whether {@code docker run} attaches here
 * @param attachStderr whether {@code docker run} attaches here
 * @param exposedPorts such as {@code 80/tcp}
 * @param tty whether the process has a terminal
 * @param openStdin whether standard input is kept open
 * @param stdinOnce whether it is closed when the first client leaves
 * @param env {@code NAME=value}; {@code NAME} alone removes it
 * @param cmd arguments, or the command where there is no entrypoint
 * @param healthcheck how health is checked
 * @param argsEscaped Windows only
 * @param image the image's name as it was written at create
 * @param volumes directories for anonymous volumes
 * @param workingDir where the process starts
 * @param entrypoint the command
 * @param networkDisabled whether there is no network
 * @param macAddress of the container
 * @param onBuild build triggers
 * @param labels the user's metadata
 * @param stopSignal the signal that stops it; empty means SIGTERM
 * @param stopTimeout seconds to wait before the kill
 * @param shell for the shell form of build instructions
 */
@Json
public record ContainerConfig(
        @Json.Property("Hostname") String hostname,
        @Json.Property("Domainname") String domainname,
        @Json.Property("User") String user,
        @Json.Property("AttachStdin") boolean attachStdin,
        @Json.Property("AttachStdout") boolean attachStdout,
        @Json.Property("AttachStderr") boolean attachStderr,
        @Json.Property("ExposedPorts") @Json.Serializer(OmitEmptyNames.class)
                @Nullable Set<String> exposedPorts,
        @Json.Property("Tty") boolean tty,
        @Json.Property("OpenStdin") boolean openStdin,
        @Json.Property("StdinOnce") boolean stdinOnce,
        @Json.Property("Env") @Nullable List<String> env,
        @Json.Property("Cmd") @Json.Serializer(StringOrList.class) @Nullable List<String> cmd,
        @Json.Property("Healthcheck") @Json.Serializer(OmitHealth.class)
                @Nullable HealthConfig healthcheck,
        @Json.Property("ArgsEscaped") @Json.Serializer(OmitEmptyBool.class) boolean argsEscaped,
        @Json.Property("Image") String image,
        @Json.Property("Volumes") @Json.Serializer(NameSet.class) @Nullable Set<String> volumes,
        @Json.Property("WorkingDir") String workingDir,
        @Json.Property("Entrypoint") @Json.Serializer(StringOrList.class)
                @Nullable List<String> entrypoint,
        @Json.Property("NetworkDisabled") @Json.Serializer(OmitEmptyBool.class)
                boolean networkDisabled,
        @Json.Property("MacAddress") @Json.Serializer(OmitEmptyText.class) String macAddress,
        @Json.Property("OnBuild") @Nullable List<String> onBuild,
        @Json.Property("Labels") @Nullable Map<String, String> labels,
        @Json.Property("StopSignal") @Json.Serializer(OmitEmptyText.class) String stopSignal,
        @Json.Property("StopTimeout") @Json.Serializer(OmitNullInt.class)
                @Nullable Integer stopTimeout,
        @Json.Property("Shell") @Json.Serializer(OmitEmptyStringOrList.class)
                @Nullable List<String> shell) {

    /** A config in which nothing is set. */
    public static final ContainerConfig EMPTY = new ContainerConfigBuilder().build();

    /** Absent strings, which the JSON adapter gives as null, are empty. */
    public ContainerConfig {
        hostname = Strings.orEmpty(hostname);
        domainname = Strings.orEmpty(domainname);
        user = Strings.orEmpty(user);
        image = Strings.orEmpty(image);
        workingDir = Strings.orEmpty(workingDir);
        macAddress = Strings.orEmpty(macAddress);
        stopSignal = Strings.orEmpty(stopSignal);
    }

    /** A builder in which nothing is set. */
    public static ContainerConfigBuilder builder() {
        return new ContainerConfigBuilder();
    }

    /** A builder that starts from this config. */
    public ContainerConfigBuilder toBuilder() {
        return new ContainerConfigBuilder(this);
    }
}
