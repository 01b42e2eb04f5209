package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Linux;
import dev.mica.storage.LayerStore;
import dev.mica.storage.ReadWriteLayer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the engine's classes share.
 *
 * @param linux the kernel
 * @param layers of the data-root
 * @param containers the directory {@code containers} of the data-root
 * @param execRoot where the state of running containers is kept
 * @param runc the runtime
 * @param conmon who holds a container's streams
 * @param events what happens is told here
 * @param clock the time
 * @param cgroupV2 whether the host has cgroup v2 alone
 * @param bounding the capabilities this process may hand on
 * @param bridge the default network; empty where the engine has none
 * @param bridgeProblem why there is no bridge though one was wanted
 */
record Parts(
        Linux linux,
        LayerStore layers,
        Path containers,
        Path execRoot,
        Runc runc,
        Conmon conmon,
        EventLog events,
        Clock clock,
        boolean cgroupV2,
        List<String> bounding,
        Optional<DefaultBridge> bridge,
        Optional<String> bridgeProblem) {

    Bundle bundle(String id) {
        return new Bundle(execRoot.resolve("containers").resolve(id), id);
    }

    /** The layer that a container writes to. */
    ReadWriteLayer layer(LiveContainer container) {
        return layers.findReadWrite(container.id())
                .orElseThrow(() -> EngineException.system("no layer of " + container.id()));
    }

    /** Where the bundles of a container's execs are. */
    Path execBundles(String containerId) {
        return execRoot.resolve("exec").resolve(containerId);
    }

    Bundle execBundle(String execId, String containerId) {
        return new Bundle(execBundles(containerId).resolve(execId), containerId);
    }

    /** Removes a directory of the exec-root and all below it; nothing there is no error. */
    void removeTree(Path path) {
        Path parent = Objects.requireNonNull(path.getParent());
        try (Directory directory = Directory.open(linux, parent.toString())) {
            directory.removeTree(path.getFileName().toString());
        } catch (ErrnoException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}
