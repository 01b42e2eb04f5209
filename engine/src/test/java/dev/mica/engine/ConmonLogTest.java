package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.linux.Linux;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConmonLogTest {
    private static final String TIME = "2026-11-25T05:00:00.000000001+00:00 ";

    @TempDir Path folder;

    private Path source() {
        return folder.resolve("ctr.log");
    }

    private Path note() {
        return folder.resolve("note");
    }

    private Path target() {
        return folder.resolve("x-json.log");
    }

    private void conmonWrites(String... lines) throws IOException {
        for (String line : lines) {
            Files.writeString(
                    source(),
                    TIME + line + "\n",
                    StandardCharsets.ISO_8859_1,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private ConmonLog open(LogLimits limits) {
        return new ConmonLog(Linux.system(), source(), note(), new JsonLog(target(), limits));
    }

    private ConmonLog open() {
        return open(new LogLimits(0, 1));
    }

    private List<String> read(LogQuery query) throws IOException {
        List<String> result = new ArrayList<>();
        ClientOutput client =
                new ClientOutput() {
                    @Override
                    public void ready(boolean raw) {}

                    @Override
                    public void output(StreamType stream, byte[] bytes, int offset, int length) {
                        result.add(
                                stream.text()
                                        + ":"
                                        + new String(
                                                bytes, offset, length, StandardCharsets.UTF_8));
                    }

                    @Override
                    public void onGone(Runnable action) {}
                };
        try (LogReader reader = new LogReader(target(), query, client)) {
            reader.readAll();
        }
        return result;
    }

    private List<String> all() throws IOException {
        return read(query(OptionalInt.empty()));
    }

    private static LogQuery query(OptionalInt tail) {
        return new LogQuery(
                true, true, Optional.empty(), Optional.empty(), tail, false, false, false);
    }

    @Test
    void linesBecomeEntriesInOrder() throws IOException {
        conmonWrites("stdout F one", "stderr F two", "stdout F ");
        try (ConmonLog log = open()) {
            log.advance();
        }
        assertThat(all()).containsExactly("stdout:one\n", "stderr:two\n", "stdout:\n");
        assertThat(Files.readString(target()))
                .startsWith(
                        "{\"log\":\"one\\n\",\"stream\":\"stdout\","
                                + "\"time\":\"2026-11-25T05:00:00.000000001Z\"}\n");
    }

    @Test
    void aPartialLineWaitsForItsEnd() throws IOException {
        conmonWrites("stdout P be", "stderr F between");
        try (ConmonLog log = open()) {
            log.advance();
            assertThat(all()).containsExactly("stderr:between\n");
            conmonWrites("stdout F gin");
            log.advance();
        }
        assertThat(all()).containsExactly("stderr:between\n", "stdout:begin\n");
    }

    @Test
    void whatHasNoNewlineAtTheEndIsAnEntryWithout() throws IOException {
        conmonWrites("stdout P three");
        try (ConmonLog log = open()) {
            log.finish();
        }
        assertThat(all()).containsExactly("stdout:three");
    }

    @Test
    void longLinesAreCutAtSixteenKiB() throws IOException {
        String piece = "x".repeat(8000);
        conmonWrites(
                "stdout P " + piece,
                "stdout P " + piece,
                "stdout P " + piece,
                "stdout F " + "y".repeat(ConmonLog.LONGEST * 2 - 24000));
        try (ConmonLog log = open()) {
            log.finish();
        }
        assertThat(all())
                .extracting(String::length)
                .containsExactly(
                        "stdout:".length() + ConmonLog.LONGEST,
                        "stdout:".length() + ConmonLog.LONGEST,
                        "stdout:\n".length());
    }

    @Test
    void aCrashNeitherLosesNorDoublesALine() throws IOException {
        conmonWrites("stdout F one", "stdout P pa", "stderr F two");
        open().advance(); // never closed: the daemon is gone
        byte[] noted = Files.readAllBytes(note());
        conmonWrites("stdout F rt");
        open().advance();
        Files.write(note(), noted); // the log is ahead of its note
        conmonWrites("stderr F three");
        try (ConmonLog log = open()) {
            log.finish();
        }
        assertThat(all())
                .containsExactly("stdout:one\n", "stderr:two\n", "stdout:part\n", "stderr:three\n");
    }

    @Test
    void aLimitedLogKeepsTheNewestFiles() throws IOException {
        for (int i = 0; i < 40; i++) {
            conmonWrites("stdout F line " + i);
            try (ConmonLog log = open(new LogLimits(300, 2))) {
                log.advance();
            }
        }
        assertThat(JsonLog.files(target())).hasSize(2);
        assertThat(all()).endsWith("stdout:line 38\n", "stdout:line 39\n").hasSizeLessThan(12);
        assertThat(read(query(OptionalInt.of(2))))
                .containsExactly("stdout:line 38\n", "stdout:line 39\n");
    }

    @Test
    void bytesThatAreNoTextAreReplacedAsDockerDoes() throws IOException {
        conmonWrites("stdout F a\u00ffb");
        try (ConmonLog log = open()) {
            log.finish();
        }
        assertThat(all()).containsExactly("stdout:a\ufffdb\n");
    }

    @Test
    void whatWasTurnedGivesItsDiskBack() throws IOException {
        String line = "stdout F " + "z".repeat(4000);
        for (int i = 0; i < 1000; i++) {
            conmonWrites(line);
        }
        try (ConmonLog log = open()) {
            log.advance();
        }
        long blocks = Linux.system().statx(-100, source().toString(), 0).blocks();
        assertThat(blocks * 512).isLessThan(Files.size(source()) / 2);
    }
}
