package dev.mica.engine;

import dev.mica.image.json.OmitEmptyBool;
import dev.mica.image.json.OmitEmptyRaw;
import dev.mica.image.json.OmitEmptyStrings;
import dev.mica.image.json.OmitEmptyText;
import dev.mica.image.json.OmitEmptyTextMap;
import dev.mica.image.json.OmitNullInt;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime is told of a container: {@code config.json} of the OCI runtime specification
 * 1.0, as far as Mica uses it.
 */
@Json
record OciSpec(
        @Json.Property("ociVersion") String ociVersion,
        @Json.Property("process") ProcessSpec process,
        @Json.Property("root") Root root,
        @Json.Property("hostname") @Json.Serializer(OmitEmptyText.class) String hostname,
        @Json.Property("mounts") List<Mounted> mounts,
        @Json.Property("linux") Linux linux) {

    /** A process in the container, its first or one of exec. */
    @Json
    record ProcessSpec(
            @Json.Property("terminal") @Json.Serializer(OmitEmptyBool.class) boolean terminal,
            @Json.Property("user") User user,
            @Json.Property("args") List<String> args,
            @Json.Property("env") List<String> env,
            @Json.Property("cwd") String cwd,
            @Json.Property("capabilities") CapabilitySets capabilities,
            @Json.Property("rlimits") List<Rlimit> rlimits,
            @Json.Property("noNewPrivileges") @Json.Serializer(OmitEmptyBool.class)
                    boolean noNewPrivileges,
            @Json.Property("apparmorProfile") @Json.Serializer(OmitEmptyText.class)
                    String apparmorProfile,
            @Json.Property("oomScoreAdj") int oomScoreAdj) {}

    /** By numbers: names are looked up in the container's own files first. */
    @Json
    record User(
            @Json.Property("uid") long uid,
            @Json.Property("gid") long gid,
            @Json.Property("additionalGids") List<Long> additionalGids) {}

    /** Never inheritable, never ambient. */
    @Json
    record CapabilitySets(
            @Json.Property("bounding") List<String> bounding,
            @Json.Property("effective") List<String> effective,
            @Json.Property("permitted") List<String> permitted) {}

    @Json
    record Rlimit(
            @Json.Property("type") String type,
            @Json.Property("hard") long hard,
            @Json.Property("soft") long soft) {}

    @Json
    record Root(
            @Json.Property("path") String path,
            @Json.Property("readonly") @Json.Serializer(OmitEmptyBool.class) boolean readonly) {}

    @Json
    record Mounted(
            @Json.Property("destination") String destination,
            @Json.Property("type") String type,
            @Json.Property("source") String source,
            @Json.Property("options") List<String> options) {}

    @Json
    record Linux(
            @Json.Property("sysctl") @Json.Serializer(OmitEmptyTextMap.class)
                    Map<String, String> sysctl,
            @Json.Property("resources") Resources resources,
            @Json.Property("cgroupsPath") String cgroupsPath,
            @Json.Property("namespaces") List<Namespace> namespaces,
            @Json.Property("devices") List<Device> devices,
            @Json.Property("seccomp") @Nullable Seccomp seccomp,
            @Json.Property("rootfsPropagation") @Json.Serializer(OmitEmptyText.class)
                    String rootfsPropagation,
            @Json.Property("maskedPaths") @Json.Serializer(OmitEmptyStrings.class)
                    List<String> maskedPaths,
            @Json.Property("readonlyPaths") @Json.Serializer(OmitEmptyStrings.class)
                    List<String> readonlyPaths) {}

    /** A namespace of the container's own; one that exists already where a path is given. */
    @Json
    record Namespace(
            @Json.Property("type") String type,
            @Json.Property("path") @Json.Serializer(OmitEmptyText.class) String path) {}

    /** A device node to make. */
    @Json
    record Device(
            @Json.Property("path") String path,
            @Json.Property("type") String type,
            @Json.Property("major") long major,
            @Json.Property("minor") long minor,
            @Json.Property("fileMode") int fileMode,
            @Json.Property("uid") long uid,
            @Json.Property("gid") long gid) {}

    @Json
    record Resources(
            @Json.Property("devices") List<DeviceRule> devices,
            @Json.Property("memory") Memory memory,
            @Json.Property("cpu") Cpu cpu,
            @Json.Property("pids") @Nullable Pids pids) {}

    /** A rule of the device cgroup; the last that fits counts. */
    @Json
    record DeviceRule(
            @Json.Property("allow") boolean allow,
            @Json.Property("type") @Json.Serializer(OmitEmptyText.class) String type,
            @Json.Property("major") @Nullable Long major,
            @Json.Property("minor") @Nullable Long minor,
            @Json.Property("access") String access) {}

    /** In bytes; null leaves the kernel's. */
    @Json
    record Memory(
            @Json.Property("limit") @Nullable Long limit,
            @Json.Property("reservation") @Nullable Long reservation,
            @Json.Property("swap") @Nullable Long swap,
            @Json.Property("swappiness") @Nullable Long swappiness,
            @Json.Property("disableOOMKiller") @Nullable Boolean disableOomKiller) {}

    /** Times in microseconds; null leaves the kernel's. */
    @Json
    record Cpu(
            @Json.Property("shares") @Nullable Long shares,
            @Json.Property("quota") @Nullable Long quota,
            @Json.Property("period") @Nullable Long period,
            @Json.Property("cpus") @Json.Serializer(OmitEmptyText.class) String cpus,
            @Json.Property("mems") @Json.Serializer(OmitEmptyText.class) String mems) {}

    @Json
    record Pids(@Json.Property("limit") long limit) {}

    /** A filter of system calls. */
    @Json
    record Seccomp(
            @Json.Property("defaultAction") String defaultAction,
            @Json.Property("defaultErrnoRet") @Json.Serializer(OmitNullInt.class)
                    @Nullable Integer defaultErrnoRet,
            @Json.Property("architectures") @Json.Serializer(OmitEmptyStrings.class)
                    @Nullable List<String> architectures,
            @Json.Property("flags") @Json.Serializer(OmitEmptyStrings.class) List<String> flags,
            @Json.Property("syscalls") List<Syscalls> syscalls) {}

    /** What becomes of some calls, where their arguments fit. */
    @Json
    record Syscalls(
            @Json.Property("names") List<String> names,
            @Json.Property("action") String action,
            @Json.Property("errnoRet") @Json.Serializer(OmitNullInt.class)
                    @Nullable Integer errnoRet,
            @Json.Property("args") @Nullable List<Argument> args) {}

    /** A condition on an argument of a system call; the values are unsigned numbers of 64 bits. */
    @Json
    record Argument(
            @Json.Property("index") int index,
            @Json.Property("value") @Json.Serializer(OmitEmptyRaw.class) @Nullable RawJson value,
            @Json.Property("valueTwo") @Json.Serializer(OmitEmptyRaw.class)
                    @Nullable RawJson valueTwo,
            @Json.Property("op") String op) {

        Argument(long value, String op) {
            this(0, new RawJson(Long.toUnsignedString(value)), null, op);
        }
    }
}
