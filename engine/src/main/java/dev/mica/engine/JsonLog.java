package dev.mica.engine;

import dev.mica.image.json.GoJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Docker's log files of one container: {@code <id>-json.log}, and {@code .1}, {@code .2}, … where
 * it is limited, the highest the oldest. Appending is for one thread at a time; files may be read
 * meanwhile.
 */
final class JsonLog implements AutoCloseable {
    private final Path file;
    private final LogLimits limits;
    private FileChannel channel;
    private long size;

    /** Opens the log for appending; makes it, 0640, where it is missing. */
    JsonLog(Path file, LogLimits limits) {
        this.file = file;
        this.limits = limits;
        try {
            this.channel = open(file);
            this.size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileChannel open(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-r-----")));
        }
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** The current file. */
    Path file() {
        return file;
    }

    /** Bytes in the current file. */
    long size() {
        return size;
    }

    /** What tells the current file from the one before it: its inode. */
    long inode() {
        return inode(file);
    }

    static long inode(Path file) {
        try {
            return Files.exists(file) ? (long) Files.getAttribute(file, "unix:ino") : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends entries, each whole. */
    void append(List<LogEntry> entries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (LogEntry entry : entries) {
            out.writeBytes(GoJson.write(entry));
            out.write('\n');
        }
        ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray());
        try {
            while (bytes.hasRemaining()) {
                size += channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the current file has reached its limit. */
    boolean isFull() {
        return limits.maxSize() > 0 && size >= limits.maxSize();
    }

    /** Begins a new file; the oldest one goes where there are as many as allowed. */
    void rotate() {
        try {
            channel.close();
            for (int i = limits.maxFiles() - 1; i > 0; i--) {
                Path newer = numbered(i - 1);
                if (Files.exists(newer)) {
                    Files.move(newer, numbered(i), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.deleteIfExists(file);
            channel = open(file);
            size = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes back a {@link #rotate} after which nothing was noted: the crash came in between. */
    void undoRotation() {
        try {
            channel.close();
            Files.deleteIfExists(file);
            for (int i = 1; i < limits.maxFiles() && Files.exists(numbered(i)); i++) {
                Files.move(numbered(i), numbered(i - 1), StandardCopyOption.REPLACE_EXISTING);
            }
            channel = open(file);
            size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Drops what stands behind a position: a crash left it there without a note. */
    void truncate(long position) {
        try {
            channel.truncate(position);
            size = channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path numbered(int number) {
        return number == 0 ? file : Path.of(file + "." + number);
    }

    /** The log's files from the oldest to the current one. */
    static List<Path> files(Path file) {
        List<Path> result = new ArrayList<>();
        for (int i = 1; Files.exists(Path.of(file + "." + i)); i++) {
            result.addFirst(Path.of(file + "." + i));
        }
        result.add(file);
        return result;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
