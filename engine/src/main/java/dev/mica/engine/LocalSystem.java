package dev.mica.engine;

import java.util.ArrayList;
import java.util.List;

/** Facts about the engine on this host. */
record LocalSystem(
        String id,
        EngineConfig config,
        Parts parts,
        ContainerIndex index,
        LocalImages images,
        LocalExecs execs)
        implements SystemInfo {

    @Override
    public Snapshot snapshot() {
        int running = 0;
        int paused = 0;
        int stopped = 0;
        for (LiveContainer container : index.all()) {
            if (container.state().paused()) {
                paused++;
            } else if (container.state().running()) {
                running++;
            } else {
                stopped++;
            }
        }
        List<String> security = new ArrayList<>();
        if (AppArmor.usable()) {
            security.add("name=apparmor");
        }
        security.add("name=seccomp,profile=default");
        if (parts.cgroupV2()) {
            security.add("name=cgroupns");
        }
        List<String> warnings = new ArrayList<>();
        if (AppArmor.enabled() && !AppArmor.usable()) {
            warnings.add(
                    "WARNING: AppArmor is on, but apparmor_parser is missing: containers run"
                            + " without its profile");
        }
        return new Snapshot(
                id,
                running,
                paused,
                stopped,
                images.count(),
                parts.layers().driverName(),
                parts.layers().driverStatus(),
                config.dataRoot().toString(),
                "json-file",
                "cgroupfs",
                parts.cgroupV2() ? "2" : "1",
                security,
                List.of("runc"),
                "runc",
                warnings,
                parts.events().listenerCount(),
                execs.count(),
                config.debug(),
                config.registryMirrors(),
                config.insecureRegistries(),
                parts.bridge().isPresent());
    }

    @Override
    public Host host() {
        return HostFacts.host();
    }

    @Override
    public List<Component> components() {
        return HostFacts.components();
    }
}
