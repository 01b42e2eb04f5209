package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.GoTime;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import io.avaje.jsonb.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns what conmon wrote of one container's output into Docker's log, so that a crash of the
 * daemon neither loses nor doubles a line.
 *
 * <p>conmon's lines are {@code TIME STREAM P|F TEXT}, P where no newline followed; Docker's entries
 * end with a line or at 16 KiB. A note beside conmon's file says up to where it was turned and how
 * long the log was then, with what is not yet an entry. The log is written first, the note after;
 * what a crash left in the log behind the note is cut off and made again. What was turned is given
 * back to the file system by punching a hole, so that the disk holds Docker's log alone; conmon
 * appends on, none the wiser.
 *
 * <p>Not thread-safe: one lock of the container guards it and the log.
 */
final class ConmonLog implements AutoCloseable {
    /** The longest entry of Docker's log, in bytes of output. */
    static final int LONGEST = 16 * 1024;

    private static final int CHUNK = 64 * 1024;
    private static final long HOLE = 1 << 20;
    private static final int PUNCH_HOLE_KEEP_SIZE = 3;

    private final Linux linux;
    private final Path source;
    private final Path note;
    private final JsonLog log;
    private final Pending[] pending = {new Pending("stdout"), new Pending("stderr")};
    private @Nullable Fd fd;
    private long position;
    private long punched;
    private byte[] rest = new byte[0];

    /**
     * Goes on where the note says.
     *
     * @param source the file conmon writes
     * @param note where to keep the note
     */
    ConmonLog(Linux linux, Path source, Path note, JsonLog log) {
        this.linux = linux;
        this.source = source;
        this.note = note;
        this.log = log;
        resume();
    }

    private void resume() {
        Optional<Note> found = read();
        if (found.isEmpty()) {
            return;
        }
        Note n = found.get();
        if (n.inode() != log.inode() && n.inode() == JsonLog.inode(Path.of(n.file() + ".1"))) {
            log.undoRotation();
        }
        if (n.inode() == log.inode()) {
            log.truncate(n.target());
        }
        position = n.source();
        pending[0].set(n.stdout(), n.stdoutTime());
        pending[1].set(n.stderr(), n.stderrTime());
    }

    private Optional<Note> read() {
        try {
            return Files.exists(note)
                    ? Optional.of(GoJson.read(Files.readAllBytes(note), Note.class))
                    : Optional.empty();
        } catch (MalformedJsonException e) {
            return Optional.empty(); // a power cut's: conmon's file is gone with it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns all that conmon has written by now. */
    void advance() {
        if (fd == null) {
            int opened = linux.openat(Flags.AT_FDCWD, source.toString(), Flags.O_RDWR, 0);
            if (opened < 0) {
                return; // conmon has not made it yet, or a reboot took it
            }
            fd = new Fd(linux, opened);
        }
        long before = position;
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (fd.read(chunk.clear(), position + rest.length) > 0) {
            chunk.flip();
            byte[] bytes = new byte[rest.length + chunk.remaining()];
            System.arraycopy(rest, 0, bytes, 0, rest.length);
            chunk.get(bytes, rest.length, chunk.remaining());
            List<LogEntry> entries = new ArrayList<>();
            int done = lines(bytes, entries);
            log.append(entries);
            position += done;
            rest = Arrays.copyOfRange(bytes, done, bytes.length);
            if (log.isFull()) {
                save();
                log.rotate();
                save();
            }
        }
        if (position != before) {
            save();
            punch();
        }
    }

    /** Turns the rest, unfinished lines too: conmon has ended. */
    void finish() {
        advance();
        List<LogEntry> entries = new ArrayList<>();
        for (Pending p : pending) {
            p.flush(entries);
        }
        if (!entries.isEmpty()) {
            log.append(entries);
        }
        save();
    }

    /** How many bytes the whole lines at the beginning took. */
    private int lines(byte[] bytes, List<LogEntry> entries) {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                line(bytes, start, i, entries);
                start = i + 1;
            }
        }
        return start;
    }

    private void line(byte[] bytes, int start, int end, List<LogEntry> entries) {
        int time = indexOf(bytes, ' ', start, end);
        int stream = time < 0 ? -1 : indexOf(bytes, ' ', time + 1, end);
        if (stream < 0 || stream + 2 >= end + 1) {
            return; // not conmon's: a torn line of a file system that was full
        }
        boolean whole = bytes[stream + 1] == 'F';
        int text = Math.min(stream + 3, end);
        Pending p = bytes[time + 4] == 'o' ? pending[0] : pending[1];
        Instant when =
                GoTime.parse(new String(bytes, start, time - start, StandardCharsets.US_ASCII))
                        .toInstant();
        p.add(bytes, text, end, when, whole, entries);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private void save() {
        Note n =
                new Note(
                        position,
                        log.size(),
                        log.inode(),
                        log.file().toString(),
                        pending[0].text(),
                        pending[0].time,
                        pending[1].text(),
                        pending[1].time);
        Path temporary = note.resolveSibling(note.getFileName() + ".new");
        try {
            Files.write(temporary, GoJson.write(n));
            Files.move(temporary, note, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void punch() {
        long end = position & ~4095L;
        if (fd != null && end - punched >= HOLE) {
            try {
                linux.fallocate(fd.number(), PUNCH_HOLE_KEEP_SIZE, punched, end - punched);
            } catch (ErrnoException e) {
                if (!e.is(Errno.EOPNOTSUPP)) {
                    throw e;
                }
            }
            punched = end;
        }
    }

    @Override
    public void close() {
        if (fd != null) {
            fd.close();
            fd = null;
        }
    }

    /** What a stream wrote that is no entry yet. */
    private static final class Pending {
        private final String stream;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private Instant time = GoTime.ZERO;

        Pending(String stream) {
            this.stream = stream;
        }

        void add(
                byte[] bytes,
                int from,
                int to,
                Instant when,
                boolean whole,
                List<LogEntry> entries) {
            int at = from;
            while (at < to) {
                if (text.size() == 0) {
                    time = when;
                }
                int piece = Math.min(to - at, LONGEST - text.size());
                text.write(bytes, at, piece);
                at += piece;
                if (text.size() == LONGEST) {
                    flush(entries);
                }
            }
            if (whole) {
                if (text.size() == 0) {
                    time = when;
                }
                text.write('\n');
                flush(entries);
            }
        }

        void flush(List<LogEntry> entries) {
            if (text.size() > 0) {
                entries.add(new LogEntry(text.toString(StandardCharsets.UTF_8), stream, time));
                text.reset();
            }
        }

        String text() {
            return text.toString(StandardCharsets.ISO_8859_1);
        }

        void set(String bytes, Instant when) {
            text.reset();
            text.writeBytes(bytes.getBytes(StandardCharsets.ISO_8859_1));
            time = when;
        }
    }

    /**
     * How far the work is.
     *
     * @param source bytes of conmon's file that were turned
     * @param target bytes of the log's current file at that moment
     * @param inode of that file
     * @param file its path
     * @param stdout bytes that are no entry yet, one character each
     * @param stdoutTime when the first of them came
     * @param stderr as {@code stdout}
     * @param stderrTime as {@code stdoutTime}
     */
    @Json
    record Note(
            @Json.Property("source") long source,
            @Json.Property("target") long target,
            @Json.Property("inode") long inode,
            @Json.Property("file") String file,
            @Json.Property("stdout") String stdout,
            @Json.Property("stdoutTime") Instant stdoutTime,
            @Json.Property("stderr") String stderr,
            @Json.Property("stderrTime") Instant stderrTime) {}
}
