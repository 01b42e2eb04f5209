package dev.mica.engine;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/**
 * Reads one container's log for one client, from its oldest file on, and then what is appended. The
 * file that was being read is read to its end when the log moves on to a new one. Not thread-safe.
 */
final class LogReader implements AutoCloseable {
    private static final DateTimeFormatter NINE_DIGITS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'")
                    .withZone(ZoneOffset.UTC);
    private static final int CHUNK = 64 * 1024;

    private final Path file;
    private final LogQuery query;
    private final ClientOutput client;
    private Optional<FileChannel> current = Optional.empty();
    private long inode;
    private byte[] rest = new byte[0];
    private boolean past;

    LogReader(Path file, LogQuery query, ClientOutput client) {
        this.file = file;
        this.query = query;
        this.client = client;
    }

    /** Hands the client what stands in the files, the last lines alone where it asks for a tail. */
    void readAll() throws IOException {
        Deque<LogEntry> tail = new ArrayDeque<>();
        boolean limited = query.tail().isPresent();
        for (Path each : JsonLog.files(file)) {
            try {
                open(each);
            } catch (NoSuchFileException e) {
                continue; // rotated away, or nothing was ever logged
            }
            drain(
                    entry -> {
                        if (!limited) {
                            give(entry);
                        } else if (wanted(entry) && query.tail().getAsInt() > 0) {
                            if (tail.size() == query.tail().getAsInt()) {
                                tail.removeFirst();
                            }
                            tail.addLast(entry);
                        }
                    });
        }
        for (LogEntry entry : tail) {
            give(entry);
        }
    }

    /** Hands the client what was appended since. */
    void readMore() throws IOException {
        drain(this::give);
        long now = JsonLog.inode(file);
        if (now != 0 && now != inode) {
            drain(this::give); // what came between the last read and the new file
            open(file);
            drain(this::give);
        }
    }

    /** Whether an entry later than the client wants was seen: there is no more for it. */
    boolean isPast() {
        return past;
    }

    private void open(Path path) throws IOException {
        FileChannel opened = FileChannel.open(path);
        close();
        current = Optional.of(opened);
        inode = JsonLog.inode(path);
        rest = new byte[0];
    }

    private void drain(Sink sink) throws IOException {
        if (current.isEmpty()) {
            return;
        }
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (!past && current.get().read(chunk.clear()) > 0) {
            chunk.flip();
            byte[] bytes = Arrays.copyOf(rest, rest.length + chunk.remaining());
            chunk.get(bytes, rest.length, chunk.remaining());
            int start = 0;
            for (int i = rest.length; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    entry(bytes, start, i).ifPresent(e -> unchecked(sink, e));
                    start = i + 1;
                }
            }
            rest = Arrays.copyOfRange(bytes, start, bytes.length);
        }
    }

    private static Optional<LogEntry> entry(byte[] bytes, int from, int to) {
        try {
            return Optional.of(GoJson.read(Arrays.copyOfRange(bytes, from, to), LogEntry.class));
        } catch (MalformedJsonException e) {
            return Optional.empty(); // a line that a power cut tore
        }
    }

    private static void unchecked(Sink sink, LogEntry entry) {
        try {
            sink.accept(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean wanted(LogEntry entry) {
        if (query.until().isPresent() && entry.time().isAfter(query.until().get())) {
            past = true;
            return false;
        }
        boolean stream = entry.type() == StreamType.STDERR ? query.stderr() : query.stdout();
        return stream && (query.since().isEmpty() || !entry.time().isBefore(query.since().get()));
    }

    private void give(LogEntry entry) throws IOException {
        if (wanted(entry)) {
            StringBuilder line = new StringBuilder();
            if (query.timestamps()) {
                line.append(timestamp(entry.time())).append(' ');
            }
            if (query.details()) {
                line.append(' ');
            }
            byte[] bytes = line.append(entry.log()).toString().getBytes(StandardCharsets.UTF_8);
            client.output(entry.type(), bytes, 0, bytes.length);
        }
    }

    private static String timestamp(Instant time) {
        return NINE_DIGITS.format(time);
    }

    @Override
    public void close() throws IOException {
        if (current.isPresent()) {
            current.get().close();
        }
    }

    /** Takes an entry. */
    private interface Sink {
        void accept(LogEntry entry) throws IOException;
    }
}
