package dev.mica.dockerapi;

import dev.mica.engine.CommitRequest;
import dev.mica.engine.EngineException;
import dev.mica.engine.EngineException.Kind;
import dev.mica.engine.Filters;
import dev.mica.engine.HistoryStep;
import dev.mica.engine.ImageDetails;
import dev.mica.engine.ImagePruneReport;
import dev.mica.engine.ImageSummary;
import dev.mica.engine.Images;
import dev.mica.engine.ImportRequest;
import dev.mica.engine.ProgressMessage;
import dev.mica.engine.ProgressSink;
import dev.mica.engine.PullRequest;
import dev.mica.engine.RegistryAuth;
import dev.mica.engine.RemovedImage;
import dev.mica.image.ImageConfig;
import dev.mica.image.json.GoTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/** One image, {@code img:1}, and archives that are good when they are not empty. */
final class FakeImages implements Images {
    final LinkedBlockingQueue<Object> requests = new LinkedBlockingQueue<>();

    private static void find(String ref) {
        if (!ref.equals("img:1")) {
            throw FakeEngine.notFound("No such image: " + ref);
        }
    }

    @Override
    public List<ImageSummary> list(boolean all, Filters filters) {
        requests.add(filters);
        return List.of(
                new ImageSummary(
                        "sha256:1", "", List.of("img:1"), List.of(), FakeEngine.CREATED, 7, null),
                new ImageSummary(
                        "sha256:2", "", List.of(), List.of(), FakeEngine.CREATED, 8, Map.of()));
    }

    @Override
    public ImageDetails inspect(String ref) {
        find(ref);
        String config =
                """
                {"architecture":"amd64","os":"linux","created":"2026-11-23T23:16:33+01:00",
                 "config":{"Cmd":["sh"]},"rootfs":{"type":"layers","diff_ids":[]}}
                """;
        return new ImageDetails(
                "sha256:1",
                List.of("img:1"),
                List.of(),
                "",
                ImageConfig.parse(config.getBytes(StandardCharsets.UTF_8)),
                7,
                "overlay2",
                Map.of(),
                GoTime.ZERO);
    }

    @Override
    public List<HistoryStep> history(String ref) {
        find(ref);
        return List.of(
                new HistoryStep("sha256:1", FakeEngine.CREATED, "CMD", List.of(), 5, "because"));
    }

    @Override
    public void tag(String ref, String repository, String tag) {
        find(ref);
    }

    @Override
    public List<RemovedImage> remove(String ref, boolean force, boolean noPrune) {
        find(ref);
        return List.of(new RemovedImage(ref, ""), new RemovedImage("", "sha256:1"));
    }

    @Override
    public void load(InputStream archive, boolean quiet, ProgressSink progress) {
        try {
            if (archive.readAllBytes().length == 0) {
                throw new EngineException(Kind.SYSTEM, "no archive");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        progress.accept(ProgressMessage.stream("Loaded image: img:1\n"));
    }

    @Override
    public void save(List<String> refs, OutputStream out) {
        refs.forEach(FakeImages::find);
        try {
            out.write("tar".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void importImage(ImportRequest request, InputStream tar, ProgressSink progress) {
        requests.add(request);
        progress.accept(ProgressMessage.status("", "sha256:2"));
    }

    @Override
    public String commit(CommitRequest request) {
        requests.add(request);
        return "sha256:3";
    }

    @Override
    public void pull(PullRequest request, ProgressSink progress) {
        requests.add(request);
        if (request.image().endsWith("nosuch")) {
            throw FakeEngine.notFound("manifest unknown");
        }
        progress.accept(ProgressMessage.status("1", "Pulling from img"));
        progress.accept(ProgressMessage.progress("abc", "Downloading", 33_792, 1_982_256));
        if (request.image().equals("broken")) {
            throw new EngineException(Kind.SYSTEM, "unexpected EOF");
        }
    }

    @Override
    public ImagePruneReport prune(Filters filters) {
        return new ImagePruneReport(List.of(), 0);
    }

    @Override
    public Optional<String> login(RegistryAuth auth) {
        requests.add(auth);
        return Optional.empty();
    }
}
