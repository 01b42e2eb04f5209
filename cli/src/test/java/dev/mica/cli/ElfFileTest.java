package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfFileTest {

    @TempDir Path folder;

    @Test
    void readsWhatTheLoaderReads() throws IOException {
        byte[] bytes =
                new ElfBuilder()
                        .interpreter("/lib64/ld.so")
                        .needs("libc.so.6")
                        .needs("libm.so.6")
                        .runpath("$ORIGIN/../lib:/opt/lib")
                        .entry(0x6ffffffbL, 0x800)
                        .bytes();

        ElfFile elf = read(bytes);

        assertThat(elf.machine()).isEqualTo(62);
        assertThat(elf.interpreter()).contains("/lib64/ld.so");
        assertThat(elf.needed()).containsExactly("libc.so.6", "libm.so.6");
        assertThat(elf.runpath()).containsExactly("$ORIGIN/../lib", "/opt/lib");
        assertThat(elf.rpath()).isEmpty();
        assertThat(elf.defaultLibraries()).isFalse();
    }

    @Test
    void otherFilesAreNone() throws IOException {
        byte[] elf32 = new ElfBuilder().bytes();
        elf32[4] = 1;

        assertThat(ElfFile.read(write(elf32))).isEmpty();
        assertThat(ElfFile.read(write(new byte[0]))).isEmpty();
        assertThat(ElfFile.read(write(new byte[100]))).isEmpty();
    }

    @Test
    void tablesThatLeadOutOfTheFileAreRefused() {
        byte[] bytes = new ElfBuilder().needs("libc.so.6").entry(1, 1 << 30).bytes();

        assertThatIOException()
                .isThrownBy(() -> read(bytes))
                .withMessage("an ELF name that leads out of its table");
    }

    @Test
    void aDamagedFileFailsInNoOtherWay() throws IOException {
        byte[] whole = new ElfBuilder().interpreter("/lib/ld.so").needs("a.so").rpath("/x").bytes();
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            for (int j = 0; j < 3; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ElfFile.read(write(damaged))).isNotNull();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("ELF");
            }
        }
    }

    private ElfFile read(byte[] bytes) throws IOException {
        return ElfFile.read(write(bytes)).orElseThrow();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("elf"), bytes);
    }
}
