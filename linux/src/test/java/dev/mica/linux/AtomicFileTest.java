package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    private final RecordingLinux recording = new RecordingLinux(Linux.system());

    @TempDir Path dir;

    @Test
    void contentIsSyncedThenRenamedThenTheNameIsSynced() throws IOException {
        try (Directory directory = Directory.open(recording, dir.toString())) {
            AtomicFile.write(directory, "file", bytes("one"), 0640);
            recording.clear();
            AtomicFile.write(directory, "file", bytes("two"), 0640);
            assertThat(names(recording.calls()))
                    .containsExactly(
                            "openat", "fchmod", "write", "fsync", "renameat2", "close", "fsync");
            assertThat(recording.calls().get(4)).matches("renameat2 \\.tmp-[0-9a-f]+ file");
            assertThat(directory.stat("file").permissions()).isEqualTo(0640);
        }
        assertThat(dir.resolve("file")).hasContent("two");
    }

    @Test
    void withoutWaitingNothingIsSynced() {
        try (Directory directory = Directory.open(recording, dir.toString())) {
            AtomicFile.writeUnsynced(directory, "file", bytes("one"), 0600);
            assertThat(names(recording.calls())).doesNotContain("fsync");
        }
        assertThat(dir.resolve("file")).hasContent("one");
    }

    @Test
    void aFailureAtAnyStepLeavesTheOldContentAndNoOtherName() throws IOException {
        Files.writeString(dir.resolve("file"), "old");
        for (String call : List.of("openat", "fchmod", "write", "fsync", "renameat2")) {
            FaultyLinux faulty = new FaultyLinux(Linux.system());
            try (Directory directory = Directory.open(faulty, dir.toString())) {
                faulty.fail(call, faulty.count(call) + 1, Errno.ENOSPC);
                assertThatExceptionOfType(ErrnoException.class)
                        .isThrownBy(() -> AtomicFile.write(directory, "file", bytes("new"), 0600))
                        .matches(e -> e.is(Errno.ENOSPC) && e.call().equals(call));
                assertThat(directory.list()).extracting(DirEntry::name).containsExactly("file");
            }
        }
        assertThat(dir.resolve("file")).hasContent("old");
    }

    @Test
    void whatACrashLeftIsCleanedUp() throws IOException {
        Files.writeString(dir.resolve(".tmp-123abc"), "half");
        Files.createDirectory(dir.resolve(".tmp-directory"));
        Files.writeString(dir.resolve("file"), "whole");
        try (Directory directory = Directory.open(recording, dir.toString())) {
            AtomicFile.cleanUp(directory);
            assertThat(directory.list())
                    .extracting(DirEntry::name)
                    .containsExactly(".tmp-directory", "file");
        }
    }

    private static List<String> names(List<String> calls) {
        return calls.stream().map(call -> call.replaceFirst(" .*", "")).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
