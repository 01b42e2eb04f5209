package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host of files that only look like programs, with {@code /lib} and {@code /bin} merged. */
class HostProgramsTest {

    private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu/";

    @TempDir Path root;

    private HostPrograms host;

    @BeforeEach
    void makeHost() throws IOException {
        Files.createDirectories(root.resolve("usr/bin"));
        Files.createDirectories(root.resolve(LIBRARIES));
        Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        new ElfBuilder().writeTo(root.resolve("usr/lib/ld.so"));
        new ElfBuilder().writeTo(root.resolve(LIBRARIES + "libc.so.6"));
        host = new HostPrograms(root, List.of(Path.of("/bin"), Path.of("/usr/bin")));
    }

    private static ElfBuilder program() {
        return new ElfBuilder().interpreter("/lib/ld.so").needs("libc.so.6");
    }

    @Test
    void aProgramBringsItsLoaderAndLibraries() throws IOException {
        program().writeTo(root.resolve("usr/bin/tool"));

        assertThat(host.add("tool")).isEqualTo(Path.of("/bin/tool"));

        assertThat(host.libraries())
                .containsExactly(Path.of("/lib/ld.so"), Path.of("/lib/x86_64-linux-gnu/libc.so.6"));
        assertThat(host.cacheUsed()).isFalse();
    }

    @Test
    void aStaticProgramBringsNothing() throws IOException {
        new ElfBuilder().writeTo(root.resolve("usr/bin/static"));

        host.add("static");

        assertThat(host.libraries()).isEmpty();
    }

    @Test
    void aLibraryIsFoundBesideTheProgram() throws IOException {
        program().needs("liba.so").runpath("$ORIGIN/../priv").writeTo(root.resolve("usr/bin/tool"));
        new ElfBuilder().writeTo(root.resolve("usr/priv/liba.so"));

        host.add("/usr/bin/tool");

        assertThat(host.libraries()).contains(Path.of("/usr/priv/liba.so"));
    }

    @Test
    void anRpathHoldsForTheLibrariesOfLibrariesAndARunpathDoesNot() throws IOException {
        new ElfBuilder().needs("libb.so").writeTo(root.resolve("opt/liba.so"));
        new ElfBuilder().writeTo(root.resolve("opt/libb.so"));
        program().needs("liba.so").rpath("/opt").writeTo(root.resolve("usr/bin/old"));
        program().needs("liba.so").runpath("/opt").writeTo(root.resolve("usr/bin/new"));

        host.add("old");

        assertThat(host.libraries()).contains(Path.of("/opt/liba.so"), Path.of("/opt/libb.so"));
        HostPrograms again = new HostPrograms(root, List.of(Path.of("/usr/bin")));
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> again.add("new"))
                .withMessage(
                        "/usr/bin/new needs the library libb.so (for /opt/liba.so), which is not"
                                + " there");
    }

    @Test
    void aLibraryForAnotherMachineIsPassedOver() throws IOException {
        program().needs("liba.so").runpath("/arm:/opt").writeTo(root.resolve("usr/bin/tool"));
        new ElfBuilder().machine(183).writeTo(root.resolve("arm/liba.so"));
        new ElfBuilder().writeTo(root.resolve("opt/liba.so"));

        host.add("tool");

        assertThat(host.libraries()).contains(Path.of("/opt/liba.so"));
    }

    @Test
    void aScriptBringsItsInterpreterAndWhatEnvStarts() throws IOException {
        program().writeTo(root.resolve("usr/bin/env"));
        program().writeTo(root.resolve("usr/bin/awk"));
        Path script = root.resolve("usr/bin/script");
        Files.writeString(script, "#! /usr/bin/env -S A=1 awk -f\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        host.add("script");

        assertThat(host.programs())
                .containsExactly(
                        Path.of("/bin/script"), Path.of("/usr/bin/env"), Path.of("/bin/awk"));
    }

    @Test
    void scriptsThatStartEachOtherEnd() throws IOException {
        Path script = root.resolve("usr/bin/loop");
        Files.writeString(script, "#!/usr/bin/loop2\n");
        Files.writeString(root.resolve("usr/bin/loop2"), "#!/usr/bin/loop\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        host.add("loop");

        assertThat(host.programs()).hasSize(3);
    }

    @Test
    void whatCannotRunIsNamed() throws IOException {
        Files.writeString(root.resolve("usr/bin/text"), "hello");
        assertThat(root.resolve("usr/bin/text").toFile().setExecutable(true)).isTrue();

        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> host.add("nosuch"))
                .withMessage("nosuch: executable file not found in $PATH");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> host.add("/nosuch"))
                .withMessage("/nosuch: no such file or directory");
        assertThatExceptionOfType(CommandException.class)
                .isThrownBy(() -> host.add("text"))
                .withMessage("/bin/text is neither a 64-bit ELF program nor a script");
    }

    @Test
    void aPathKeepsTheLinksThatLeadThere() throws IOException {
        HostTree tree = HostTree.from(root);

        Path file = tree.add(Path.of("/lib/x86_64-linux-gnu/libc.so.6"));

        assertThat(file).isEqualTo(Path.of("/" + LIBRARIES + "libc.so.6"));
        assertThat(tree.entries()).containsKeys(Path.of("/lib"), Path.of("/usr/lib"), file);
        assertThat(tree.entries()).containsEntry(Path.of("/lib"), new HostEntry.Link("usr/lib"));
    }

    @Test
    void aLayerLeavesOutWhatIsBelow() throws IOException {
        HostTree lower = HostTree.from(root);
        lower.add(Path.of("/lib/ld.so"));
        HostTree upper = lower.above();

        upper.add(Path.of("/lib/ld.so"));
        upper.link(Path.of("/bin/x"), Path.of("/usr/bin/y"));

        assertThat(upper.entries())
                .doesNotContainKeys(Path.of("/lib"), Path.of("/usr/lib/ld.so"))
                .containsEntry(Path.of("/usr/bin/x"), new HostEntry.Link("/usr/bin/y"));
    }

    @Test
    void linksThatGoInACircleEnd() throws IOException {
        Files.createSymbolicLink(root.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> HostTree.from(root).add(Path.of("/a")))
                .withMessageContaining("too many levels of symbolic links");
    }
}
