package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TarSplitTest {

    private static byte[] small() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarWriter tar = new TarWriter(out)) {
            tar.entry(TarEntry.builder(EntryType.DIRECTORY, "d").mode(0755).build());
            tar.entry(TarEntry.builder(EntryType.FILE, "d/a<b").mode(0644).size(9).build());
            tar.write("123456789".getBytes(UTF_8), 0, 9);
        }
        return out.toByteArray();
    }

    @Test
    void givesBackTheArchive() throws IOException {
        byte[] archive = small();

        Unpacked unpacked = Unpacked.of(archive);

        assertThat(unpacked.assembled()).isEqualTo(archive);
        assertThat(TarSplitAssembler.length(new ByteArrayInputStream(unpacked.split())))
                .isEqualTo(archive.length);
    }

    @Test
    void tellsThatAFileHasChanged() throws IOException {
        Unpacked unpacked = Unpacked.of(small());
        unpacked.files().put("d/a<b", "123456780".getBytes(UTF_8));

        assertThatThrownBy(unpacked::assembled)
                .isInstanceOf(ArchiveException.class)
                .hasMessage("file integrity checksum failed for \"d/a<b\"");
    }
}
