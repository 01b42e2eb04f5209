package dev.mica.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarksTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String shown(boolean user, boolean trusted, String names) {
        byte[] list = bytes(names.replace(' ', '\0') + "\0");
        int length = new Marks(user).shown(list, list.length, trusted);
        return new String(list, 0, length, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
    }

    @ParameterizedTest
    @CsvSource({
        "user.a, user.a",
        "trusted.overlay.opaque, trusted.overlay.overlay.opaque",
        "trusted.overlay.overlay.opaque, trusted.overlay.overlay.overlay.opaque",
        "user.overlay.opaque, user.overlay.opaque",
        "trusted.overlayx, trusted.overlayx",
    })
    void aCallersNameNeverReachesAMark(String caller, String layer) {
        byte[] name = bytes(caller);
        assertThat(new Marks(false).inLayer(name, name.length)).isEqualTo(bytes(layer));
    }

    @Test
    void withUserXattrTheMarksAreUsers() {
        byte[] name = bytes("user.overlay.opaque");
        assertThat(new Marks(true).inLayer(name, name.length))
                .isEqualTo(bytes("user.overlay.overlay.opaque"));
        assertThat(shown(true, true, "user.overlay.opaque trusted.overlay.opaque"))
                .isEqualTo("trusted.overlay.opaque");
    }

    @Test
    void marksAreNotShownAndEscapesAreTakenOff() {
        assertThat(shown(false, true, "user.a trusted.overlay.origin trusted.b"))
                .isEqualTo("user.a trusted.b");
        assertThat(shown(false, true, "trusted.overlay.overlay.opaque user.z"))
                .isEqualTo("trusted.overlay.opaque user.z");
        assertThat(shown(false, true, "trusted.overlay.impure")).isEmpty();
    }

    @Test
    void trustedNamesAreForWhoMaySeeThem() {
        assertThat(shown(false, false, "user.a trusted.b security.c"))
                .isEqualTo("user.a security.c");
    }
}
