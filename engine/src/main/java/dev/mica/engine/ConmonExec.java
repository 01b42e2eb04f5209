package dev.mica.engine;

import dev.mica.linux.Child;
import dev.mica.linux.Linux;
import dev.mica.linux.Pipe;
import dev.mica.linux.Spawner;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Execs, each under a conmon of its own. The client is connected before the process begins: conmon
 * says when its socket is there, and waits for a second byte.
 */
final class ConmonExec {
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final int ATTACH = 5;
    private static final int KILLED = 137;

    private final Linux linux;
    private final Path conmon;
    private final Runc runc;

    ConmonExec(Linux linux, Path conmon, Runc runc) {
        this.linux = linux;
        this.conmon = conmon;
        this.runc = runc;
    }

    /**
     * Starts one, and returns when it runs.
     *
     * @param execId its id
     * @param bundle where its files are
     * @param spec the file that says what to run
     * @param config what it is
     * @param attachment gets its streams; empty where nobody wants them
     * @return its exit code
     * @throws RuntimeFailure with the runtime's own words
     */
    CompletableFuture<Integer> start(
            String execId,
            Bundle bundle,
            Path spec,
            ExecConfig config,
            Optional<Attachment> attachment) {
        try (Pipe sync = Pipe.open(linux);
                Pipe begin = Pipe.open(linux);
                Pipe attach = Pipe.open(linux)) {
            Child child =
                    new Spawner(linux, conmon.toString())
                            .arguments(
                                    arguments(execId, bundle, spec, config, attachment.isPresent()))
                            .environment(
                                    Map.of(
                                            "_OCI_SYNCPIPE",
                                            Integer.toString(SYNC),
                                            "_OCI_STARTPIPE",
                                            Integer.toString(START),
                                            "_OCI_ATTACHPIPE",
                                            Integer.toString(ATTACH),
                                            "PATH",
                                            Runc.PATH))
                            .map(SYNC, sync.writer())
                            .map(START, begin.reader())
                            .map(ATTACH, attach.writer())
                            .newSession()
                            .start();
            sync.writer().close();
            begin.reader().close();
            attach.writer().close();
            begin.writer().write(ByteBuffer.wrap(new byte[] {0}));
            if (attachment.isPresent()) {
                Conmon.line(attach.reader());
                attachment.get().connect(bundle);
                begin.writer().write(ByteBuffer.wrap(new byte[] {0}));
            }
            begin.writer().close();
            Conmon.pid(Conmon.line(sync.reader()));
            return child.onExit()
                    .thenApply(status -> ContainerRun.number(bundle.exitFile()).orElse(KILLED));
        }
    }

    private List<String> arguments(
            String execId, Bundle bundle, Path spec, ExecConfig config, boolean attached) {
        List<String> all = new ArrayList<>();
        // without the version there is no attaching to an exec
        all.addAll(List.of("--api-version", "1"));
        all.addAll(Conmon.arguments(bundle, execId, runc));
        all.addAll(List.of("--log-path", "none:"));
        all.addAll(List.of("--exec", "--exec-process-spec", spec.toString()));
        if (attached) {
            all.add("--exec-attach");
        }
        if (config.tty()) {
            all.add("--terminal");
        }
        if (config.attachStdin()) {
            all.add("--stdin");
        }
        return all;
    }
}
