package dev.mica.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void isGosIsoChecksum() {
        assertThat(of("123456789".getBytes(US_ASCII))).isEqualTo(0xB90956C775A41001L);
        assertThat(of("hello".getBytes(US_ASCII))).isEqualTo(0x3C3EEEE2D8100000L);
        assertThat(of(new byte[0])).isZero();
    }

    @Test
    void doesNotDependOnHowTheBytesAreCut() {
        byte[] bytes = new byte[300];
        new Random(1).nextBytes(bytes);
        long whole = of(bytes);

        for (int cut = 0; cut <= bytes.length; cut++) {
            Crc64 checksum = new Crc64();
            checksum.update(bytes, 0, cut);
            checksum.update(bytes, cut, bytes.length - cut);

            assertThat(checksum.value()).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void beginsAnewAfterAReset() {
        Crc64 checksum = new Crc64();
        checksum.update(new byte[] {1, 2, 3}, 0, 3);

        checksum.reset();

        assertThat(checksum.value()).isZero();
    }

    private static long of(byte[] bytes) {
        Crc64 checksum = new Crc64();
        checksum.update(bytes, 0, bytes.length);
        return checksum.value();
    }
}
