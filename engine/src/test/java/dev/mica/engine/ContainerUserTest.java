package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.linux.Linux;
import dev.mica.linux.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerUserTest {
    @TempDir Path directory;

    private Root root = Root.open(Linux.system(), "/", Root.Links.WITHIN);

    @BeforeEach
    void aContainersFiles() throws IOException {
        Path etc = Files.createDirectories(directory.resolve("tree/etc"));
        Files.writeString(
                etc.resolve("passwd"),
                "root:x:0:0::/root:/bin/sh\nbroken\nann:x:1000:100::/:\n7:x:8:9::/:\n");
        Files.writeString(
                etc.resolve("group"), "root:x:0:\nusers:x:100:\nwheel:x:10:bob,ann\nbad:x\n");
        root.close();
        root = Root.open(Linux.system(), directory.resolve("tree").toString(), Root.Links.WITHIN);
    }

    @AfterEach
    void close() {
        root.close();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 0",
        "root, 0, 0",
        "ann, 1000, 100",
        "1000, 1000, 100",
        "ann:wheel, 1000, 10",
        "ann:5, 1000, 5",
        "42, 42, 0",
        "42:43, 42, 43",
        "7, 8, 9"
    })
    void usersAndGroupsAreLookedUp(String spec, long uid, long gid) {
        OciSpec.User user = ContainerUser.find(root, spec, List.of());

        assertThat(user.uid()).isEqualTo(uid);
        assertThat(user.gid()).isEqualTo(gid);
    }

    @Test
    void aUsersGroupsComeWithIt() {
        assertThat(ContainerUser.find(root, "ann", List.of("users", "77")).additionalGids())
                .containsExactly(100L, 10L, 77L);
    }

    @Test
    void theFilesOfTheHostAreOutOfReach() throws IOException {
        Path passwd = directory.resolve("tree/etc/passwd");
        Files.writeString(directory.resolve("outside"), "eve:x:666:666::/:\n");
        Files.delete(passwd);
        Files.createSymbolicLink(passwd, directory.resolve("outside"));

        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> ContainerUser.find(root, "eve", List.of()))
                .withMessage("unable to find user eve: no matching entries in passwd file");
    }

    @ParameterizedTest
    @CsvSource({
        "nosuch, unable to find user nosuch: no matching entries in passwd file",
        "ann:nosuch, unable to find group nosuch: no matching entries in group file"
    })
    void whoIsNotThereIsNamed(String spec, String message) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> ContainerUser.find(root, spec, List.of()))
                .withMessage(message);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> ContainerUser.find(root, "99999999999", List.of()));
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> ContainerUser.find(root, "-1", List.of()));
    }
}
