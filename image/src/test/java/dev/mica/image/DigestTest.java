package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {

    private static final String EMPTY =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @Test
    void aDigestIsAlgorithmAndHex() {
        Digest digest = Digest.parse("sha256:" + EMPTY);
        assertThat(digest.hex()).isEqualTo(EMPTY);
        assertThat(digest.shortHex()).isEqualTo("e3b0c44298fc");
        assertThat(digest).hasToString("sha256:" + EMPTY).isEqualTo(Digest.of(new byte[0]));
        assertThat(digest.matches(new byte[0])).isTrue();
        assertThat(digest.matches(new byte[1])).isFalse();
    }

    @Test
    void sha512IsParsedAndVerified() {
        Digest digest =
                Digest.parse(
                        "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
        assertThat(digest.matches("abc".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid checksum digest format",
        "sha256, invalid checksum digest format",
        "sha256:, invalid checksum digest format",
        ":abc, invalid checksum digest format",
        "md5:d41d8cd98f00b204e9800998ecf8427e, unsupported digest algorithm",
        "sha256:abc, invalid checksum digest length",
        "sha256:E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, invalid checksum"
                + " digest format",
        "sha256:z3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855, invalid checksum"
                + " digest format",
    })
    void whatIsNoDigestIsRefusedInGosWords(String text, String message) {
        assertThatThrownBy(() -> Digest.parse(text))
                .isInstanceOf(InvalidDigestException.class)
                .hasMessage(message);
    }

    @Test
    void aChainIsTheDigestOfItsParentAndItsLayer() {
        // names that dockerd gave these layers in layerdb
        DiffId base =
                DiffId.parse(
                        "sha256:9b9e16646e6d7ace41fbefceafc7fb982a7120cd59ad0f27b2586edf9b3498df");
        DiffId next =
                DiffId.parse(
                        "sha256:190b2ee2b34683292a68b8914fbb074e44454c6289e02c07d95e2b93042e5501");
        assertThat(ChainId.of(base)).hasToString(base.toString());
        assertThat(ChainId.of(List.of(base, next)))
                .isEqualTo(ChainId.of(base).child(next))
                .hasToString(
                        "sha256:dc5d8779421d52f3b8aaa3da9e99c3bea39058abf984041dde4e70ed062a58f0");
    }
}
