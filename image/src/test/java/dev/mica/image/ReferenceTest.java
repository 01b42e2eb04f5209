package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What dockerd 20.10 made of these names, asked by tagging an image with them. */
class ReferenceTest {

    private static final String HEX = "a".repeat(64);

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox, busybox",
        "library/foo, docker.io/library/foo, foo",
        "docker.io/foo, docker.io/library/foo, foo",
        "index.docker.io/foo, docker.io/library/foo, foo",
        "docker.io/library/foo/bar, docker.io/library/foo/bar, library/foo/bar",
        "a/b/c/d, docker.io/a/b/c/d, a/b/c/d",
        "EXAMPLE.com/foo, EXAMPLE.com/foo, EXAMPLE.com/foo",
        "FOO.com:5000/x, FOO.com:5000/x, FOO.com:5000/x",
        "localhost/foo, localhost/foo, localhost/foo",
        "localhost:5000/foo, localhost:5000/foo, localhost:5000/foo",
        "192.168.1.1:80/x, 192.168.1.1:80/x, 192.168.1.1:80/x",
        "foo:80/bar, foo:80/bar, foo:80/bar",
        "foo__bar, docker.io/library/foo__bar, foo__bar",
        "foo--bar, docker.io/library/foo--bar, foo--bar",
        "foo---bar/b_c.d, docker.io/foo---bar/b_c.d, foo---bar/b_c.d",
        "a.b, docker.io/library/a.b, a.b",
        "a.b/c, a.b/c, a.b/c",
        "a_b.c/x, a_b.c/x, a_b.c/x",
        "under_score/x, docker.io/under_score/x, under_score/x",
    })
    void namesAreNormalisedAndShownAsDockerDoes(String text, String name, String familiar) {
        Reference reference = Reference.parse(text);
        assertThat(reference.name()).isEqualTo(name);
        assertThat(reference.familiarName()).isEqualTo(familiar);
        assertThat(reference.isNameOnly()).isTrue();
        assertThat(reference.withDefaultTag().familiar()).isEqualTo(familiar + ":latest");
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
    }

    @Test
    void tagAndDigestMayComeTogether() {
        Reference both = Reference.parse("foo:1.0_a-b@sha256:" + HEX);
        assertThat(both.tag()).contains("1.0_a-b");
        assertThat(both.digest()).contains(Digest.ofSha256(HEX));
        assertThat(both).hasToString("docker.io/library/foo:1.0_a-b@sha256:" + HEX);
        assertThat(both.familiar()).isEqualTo("foo:1.0_a-b@sha256:" + HEX);
        assertThat(both.withDefaultTag()).isEqualTo(both);
        assertThat(both.nameOnly()).isEqualTo(Reference.parse("foo"));
        assertThat(Reference.parse("foo").withTag("1").withDigest(Digest.ofSha256(HEX)))
                .hasToString("docker.io/library/foo:1@sha256:" + HEX);
        assertThat(Reference.parse("h:1/foo@sha256:" + HEX).withDefaultTag().tag()).isEmpty();
    }

    static Stream<Arguments> refused() {
        String lower = "invalid reference format: repository name must be lowercase";
        String format = "invalid reference format";
        return Stream.of(
                Arguments.of("BAD", lower),
                Arguments.of("Foo/bar", lower),
                Arguments.of("foo/Bar", lower),
                Arguments.of("example.com/Foo", lower),
                Arguments.of("a b", format),
                Arguments.of("", format),
                Arguments.of("/foo", format),
                Arguments.of("foo/", format),
                Arguments.of("foo//bar", format),
                Arguments.of("foo___bar", format),
                Arguments.of("foo..bar", format),
                Arguments.of("foo._bar", format),
                Arguments.of("-foo", format),
                Arguments.of("foo-", format),
                Arguments.of("foo@sha256:abc", format),
                Arguments.of("[::1]:5000/x", format),
                Arguments.of("x.y:abc/z", format),
                Arguments.of("foo:", format),
                Arguments.of("foo:bar:baz", format),
                Arguments.of("foo:.tag", format),
                Arguments.of("foo:" + "t".repeat(129), format),
                Arguments.of("foo\n", format),
                Arguments.of("é", format),
                Arguments.of("foo@md5:" + HEX, "unsupported digest algorithm"),
                Arguments.of("foo@sha512:" + HEX, "invalid checksum digest length"),
                Arguments.of("foo@sha256:" + HEX + "a", "invalid checksum digest length"),
                Arguments.of(
                        "a".repeat(250), "repository name must not be more than 255 characters"),
                Arguments.of(
                        HEX,
                        "invalid repository name ("
                                + HEX
                                + "), cannot specify 64-byte hexadecimal strings"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatIsNoNameIsRefusedInDockersWords(String text, String message) {
        assertThatThrownBy(() -> Reference.parse(text))
                .isInstanceOf(InvalidReferenceException.class)
                .hasMessage(message);
    }

    @Test
    void anythingLongIsRefusedQuickly() {
        for (String evil :
                new String[] {
                    "a-".repeat(50_000),
                    "a.".repeat(50_000) + "/x",
                    "a/".repeat(50_000),
                    "_".repeat(99_999)
                }) {
            assertThatThrownBy(() -> Reference.parse(evil))
                    .isInstanceOf(InvalidReferenceException.class);
        }
    }

    @Test
    void anImageIsNamedByIdOrByName() {
        AnyReference id = new AnyReference.ById(Digest.ofSha256(HEX));
        assertThat(Reference.parseAny(HEX)).isEqualTo(id).hasToString("sha256:" + HEX);
        assertThat(Reference.parseAny("sha256:" + HEX)).isEqualTo(id);
        assertThat(Reference.parseAny("aaaaaaaaaaaa")).isEqualTo(Reference.parse("aaaaaaaaaaaa"));
    }

    @Test
    void aBadTagIsRefused() {
        assertThatThrownBy(() -> Reference.parse("foo").withTag("a b"))
                .hasMessage("invalid tag format");
    }
}
