package dev.mica.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64",
        "linux/x86_64, linux/amd64",
        "Linux/X86-64, linux/amd64",
        "linux/aarch64, linux/arm64",
        "linux/arm64/v8, linux/arm64",
        "linux/arm64/8, linux/arm64",
        "linux/arm64/v9, linux/arm64/v9",
        "linux/arm, linux/arm/v7",
        "linux/armhf, linux/arm/v7",
        "linux/armel, linux/arm/v6",
        "linux/arm/6, linux/arm/v6",
        "linux/i386, linux/386",
        "macos/arm64, darwin/arm64",
        "windows/amd64, windows/amd64",
    })
    void spellingsAreNormalised(String text, String normal) {
        assertThat(Platform.parse(text)).hasToString(normal);
    }

    @Test
    void whatIsNotSaidIsTheHosts() {
        assertThat(Platform.parse("linux").architecture())
                .isEqualTo(Platform.host().architecture());
        assertThat(Platform.parse("riscv64")).hasToString(Platform.host().os() + "/riscv64");
    }

    @Test
    void whatIsNoPlatformIsRefused() {
        assertThatThrownBy(() -> Platform.parse("linux//amd64"))
                .isInstanceOf(InvalidPlatformException.class)
                .hasMessage(
                        "\"\" is an invalid component of \"linux//amd64\": platform specifier"
                                + " component must match \"^[A-Za-z0-9_-]+$\": invalid argument");
        assertThatThrownBy(() -> Platform.parse("toaster"))
                .hasMessage(
                        "\"toaster\": unknown operating system or architecture: invalid argument");
        assertThatThrownBy(() -> Platform.parse("a/b/c/d"))
                .hasMessage("\"a/b/c/d\": cannot parse platform specifier: invalid argument");
    }

    @Test
    void armRunsWhatIsOlder() {
        assertThat(Platform.parse("linux/arm/v7").fallbacks())
                .extracting(Platform::toString)
                .containsExactly("linux/arm/v7", "linux/arm/v6", "linux/arm/v5");
        assertThat(Platform.parse("linux/arm64").fallbacks())
                .extracting(Platform::toString)
                .containsExactly(
                        "linux/arm64",
                        "linux/arm/v8",
                        "linux/arm/v7",
                        "linux/arm/v6",
                        "linux/arm/v5");
        assertThat(Platform.parse("linux/amd64/v3").fallbacks())
                .extracting(Platform::toString)
                .containsExactly("linux/amd64/v3", "linux/amd64/v2", "linux/amd64");
        assertThat(Platform.parse("linux/arm/v6").matches(Platform.parse("linux/arm/v7")))
                .isFalse();
        assertThat(Platform.parse("linux/amd64").matches(new Platform("linux", "x86_64", "")))
                .isTrue();
    }
}
