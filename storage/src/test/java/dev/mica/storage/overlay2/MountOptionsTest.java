package dev.mica.storage.overlay2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.storage.spi.MountSpec;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
    private static final Path HOME = Path.of("/var/lib/mica/overlay2");
    private static final int PAGE = 4096;

    private static MountSpec.Mount mount(Path home, String prefix, String lower, boolean readOnly) {
        return (MountSpec.Mount) new MountOptions(home, prefix, PAGE).mount("ID", lower, readOnly);
    }

    private static String lowers(int count) {
        return String.join(":", Collections.nCopies(count, "l/ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
    }

    @Test
    void namesAreAbsolute() {
        MountSpec.Mount mount = mount(HOME, "index=off,", "l/A:l/B", false);
        assertThat(mount.options())
                .isEqualTo(
                        "index=off,lowerdir=/var/lib/mica/overlay2/l/A:/var/lib/mica/overlay2/l/B,"
                                + "upperdir=/var/lib/mica/overlay2/ID/diff,"
                                + "workdir=/var/lib/mica/overlay2/ID/work");
        assertThat(mount.root()).isEqualTo(HOME.resolve("ID/merged"));
        assertThat(mount.from()).isEmpty();
    }

    @Test
    void aLayerThatOthersStandOnIsTheTopmostLower() {
        assertThat(mount(HOME, "", "l/A", true).options())
                .isEqualTo("lowerdir=/var/lib/mica/overlay2/ID/diff:/var/lib/mica/overlay2/l/A");
    }

    @Test
    void namesAreRelativeWhereAPageWouldNotTakeThem() {
        MountSpec.Mount mount = mount(HOME, "index=off,", lowers(126), false);
        assertThat(mount.options())
                .startsWith("index=off,lowerdir=l/ABC")
                .endsWith(",upperdir=ID/diff,workdir=ID/work");
        assertThat(mount.from()).contains(HOME);
        assertThat(mount.root()).isAbsolute();
    }

    @Test
    void moreThanAPageIsRefused() {
        assertThatThrownBy(() -> mount(HOME, "", lowers(200), false))
                .hasMessageStartingWith("cannot mount layer, mount label too large ");
    }

    @Test
    void aHomeWhoseNameMeansSomethingInOptionsIsNotNamed() {
        assertThat(mount(Path.of("/a:b/overlay2"), "", "l/A", false).from()).isPresent();
        assertThat(mount(Path.of("/a,b/overlay2"), "", "l/A", false).from()).isPresent();
    }

    @Test
    void sizesAreReadAsDockerReadsThem() {
        assertThat(ByteSize.parse("1024")).isEqualTo(1024);
        assertThat(ByteSize.parse("1.5k")).isEqualTo(1536);
        assertThat(ByteSize.parse("10GiB")).isEqualTo(10L << 30);
        assertThat(ByteSize.parse("2TB")).isEqualTo(2L << 40);
        assertThatThrownBy(() -> ByteSize.parse("much")).hasMessage("invalid size: 'much'");
    }

    @Test
    void shortNamesAreOfDockersForm() {
        assertThat(LinkName.random()).matches("[A-Z2-7]{26}").isNotEqualTo(LinkName.random());
        assertThat(LinkName.isValid(LinkName.random())).isTrue();
        assertThat(LinkName.isValid("../../../../etc/passwd-abcd")).isFalse();
        assertThat(LinkName.isValid("abcdefghijklmnopqrstuvwxyz")).isFalse();
    }
}
