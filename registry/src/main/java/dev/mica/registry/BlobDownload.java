package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A blob as one stream, however many requests to however many sources it takes. The stream ends
 * only when all bytes have come and are the right ones; otherwise it throws. What it throws is an
 * {@link IOException} around a {@link RegistryException}, which {@link #failure} tells as well. For
 * one thread.
 */
final class BlobDownload extends InputStream {

    private static final Pattern CONTENT_RANGE =
            Pattern.compile("bytes ([0-9]{1,18})-[0-9]{1,18}/([0-9]{1,18}|\\*)");

    private final List<BlobSource> sources;
    private final BlobCheck check;
    private final BlobProgress progress;
    private final Limits limits;

    private int source;
    private @Nullable Reply reply;
    private long goodAt;
    private int failures;
    private boolean finished;
    private @Nullable RegistryException failure;

    /**
     * @param sources asked in turn
     */
    BlobDownload(List<BlobSource> sources, BlobCheck check, BlobProgress progress, Limits limits) {
        this.sources = sources;
        this.check = check;
        this.progress = progress;
        this.limits = limits;
    }

    /** What this stream threw; null while all is well. */
    @Nullable RegistryException failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (failure != null) {
            throw new IOException(failure.message(), failure);
        }
        try {
            return next(into, offset, length);
        } catch (RegistryException e) {
            failure = e;
            drop();
            throw new IOException(e.message(), e);
        }
    }

    /**
     * Reads what is left, and checks.
     *
     * @throws RegistryException when the blob cannot be had, or is not the right one
     */
    void finish() {
        byte[] rest = new byte[8192];
        try {
            while (read(rest, 0, rest.length) >= 0) {
                // only the check matters
            }
        } catch (IOException e) {
            RegistryException told = failure;
            if (told == null) {
                throw new AssertionError("read() tells", e);
            }
            throw told;
        }
    }

    private int next(byte[] into, int offset, int length) {
        while (!finished) {
            Reply open = reply == null ? open() : reply;
            try {
                int n = open.body().read(into, offset, length);
                if (n > 0) {
                    check.update(into, offset, n);
                    progress.downloaded(check.received(), check.size());
                    return n;
                }
                if (!check.isComplete() && !open.isDelimited()) {
                    throw new IOException("unexpected EOF"); // or a connection that broke
                }
                check.finish();
                finished = true;
                drop();
            } catch (InterruptedIOException e) {
                throw NetworkWords.cancelled(open.request());
            } catch (IOException e) {
                drop();
                if (check.isComplete()) {
                    check.finish(); // it broke after the last byte, which is none of our business
                    finished = true;
                } else {
                    broke(NetworkWords.failure(open.request(), e), Optional.empty());
                }
            }
        }
        return -1;
    }

    /** Gets an answer that goes on where the last one broke. */
    private Reply open() {
        while (true) {
            Reply asked;
            try {
                asked = sources.get(source).open(check.received());
            } catch (RegistryException e) {
                if (e.kind() == Kind.UNREACHABLE) {
                    broke(e, Optional.empty());
                } else {
                    elsewhere(e);
                }
                continue;
            }
            boolean kept = false;
            try {
                if (asked.isOk()) {
                    position(asked);
                    reply = asked;
                    kept = true;
                    return asked;
                }
                Optional<String> pause = asked.header("Retry-After");
                ErrorAnswer answer = ErrorAnswer.read(asked);
                RegistryException error = answer.toException("");
                if (answer.isPassing()) {
                    broke(error, pause);
                } else {
                    elsewhere(error);
                }
            } catch (IOException e) {
                broke(NetworkWords.failure(asked.request(), e), Optional.empty());
            } finally {
                if (!kept) {
                    asked.body().close();
                }
            }
        }
    }

    /** Makes the next byte of an answer the one that is due. */
    private void position(Reply asked) throws IOException {
        long due = check.received();
        long start = 0;
        if (asked.status() == 206) {
            String range = asked.header("Content-Range").orElse("");
            Matcher m = CONTENT_RANGE.matcher(range);
            if (!m.matches() || Long.parseLong(m.group(1)) > due) {
                throw new RegistryException(
                        Kind.UNEXPECTED,
                        asked.request()
                                + ": asked for the bytes from "
                                + due
                                + ", the registry sent \""
                                + range
                                + '"');
            }
            start = Long.parseLong(m.group(1));
        }
        if (asked.length().isPresent()) {
            check.announced(start + asked.length().getAsLong());
        }
        asked.body().skipNBytes(due - start);
    }

    /** Waits before the next try, or turns to the next source when there were enough. */
    private void broke(RegistryException cause, Optional<String> retryAfter) {
        if (cause.kind() == Kind.CANCELLED) {
            throw cause;
        }
        if (check.received() - goodAt >= Limits.GOOD_PROGRESS) {
            goodAt = check.received();
            failures = 0;
        }
        failures++;
        if (failures >= limits.tries()) {
            int attempts = failures;
            failures = 0;
            elsewhere(
                    new RegistryException(
                            cause.kind(),
                            "download failed after attempts=" + attempts + ": " + cause.message(),
                            cause));
            return;
        }
        Duration pause = pause(retryAfter);
        progress.retrying(pause, cause);
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(Kind.CANCELLED, "context canceled", e);
        }
    }

    private Duration pause(Optional<String> retryAfter) {
        Duration pause =
                retryAfter
                        .filter(text -> text.matches("[0-9]{1,6}"))
                        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                        .orElse(limits.pause().multipliedBy(1L << (failures - 1)));
        return pause.compareTo(Limits.LONGEST_PAUSE) > 0 ? Limits.LONGEST_PAUSE : pause;
    }

    private void elsewhere(RegistryException cause) {
        if (cause.kind() == Kind.CANCELLED || source + 1 >= sources.size()) {
            throw cause;
        }
        source++;
    }

    private void drop() {
        Reply open = reply;
        reply = null;
        if (open != null) {
            open.body().close();
        }
    }

    @Override
    public void close() {
        drop();
    }
}
