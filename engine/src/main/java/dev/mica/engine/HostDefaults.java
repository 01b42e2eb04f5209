package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.RawJson;
import java.util.Map;

/** The host's part of a container as dockerd stores it: defaults in place of what was left open. */
final class HostDefaults {
    private static final long SHM_SIZE = 64L << 20;

    private HostDefaults() {}

    static HostConfig apply(HostConfig asked, boolean cgroupV2) {
        JsonMembers m = RawJson.of(asked).as(JsonMembers.class);
        if (asked.logConfig().type().isEmpty()) {
            LogConfig log = asked.logConfig();
            m =
                    m.with(
                            "LogConfig",
                            RawJson.of(
                                    new LogConfig(
                                            "json-file",
                                            log.config() == null ? Map.of() : log.config())));
        }
        if (asked.networkMode().isEmpty()) {
            m = m.with("NetworkMode", text("default"));
        }
        if (asked.ipcMode().isEmpty()) {
            m = m.with("IpcMode", text("private"));
        }
        if (asked.cgroupnsMode().isEmpty()) {
            boolean own = cgroupV2 && !asked.privileged();
            m = m.with("CgroupnsMode", text(own ? "private" : "host"));
        }
        if (asked.shmSize() == 0) {
            m = m.with("ShmSize", new RawJson(Long.toString(SHM_SIZE)));
        }
        if (asked.runtime().isEmpty()) {
            m = m.with("Runtime", text("runc"));
        }
        Long swappiness = asked.memorySwappiness();
        if (swappiness != null && swappiness < 0) {
            m = m.with("MemorySwappiness", RawJson.NULL);
        }
        Long pids = asked.pidsLimit();
        if (pids != null && pids == 0) {
            m = m.with("PidsLimit", RawJson.NULL);
        }
        if (asked.oomKillDisable() == null) {
            m = m.with("OomKillDisable", new RawJson("false"));
        }
        if (asked.memory() > 0 && asked.memorySwap() == 0) {
            m = m.with("MemorySwap", new RawJson(Long.toString(asked.memory() * 2)));
        }
        if (asked.privileged()) {
            m = m.with("SecurityOpt", new RawJson("[\"label=disable\"]"));
        } else {
            if (asked.maskedPaths() == null) {
                m = m.with("MaskedPaths", RawJson.of(SpecBuilder.MASKED));
            }
            if (asked.readonlyPaths() == null) {
                m = m.with("ReadonlyPaths", RawJson.of(SpecBuilder.READ_ONLY));
            }
        }
        return RawJson.of(m).as(HostConfig.class);
    }

    private static RawJson text(String value) {
        return new RawJson(GoJson.text(value));
    }
}
