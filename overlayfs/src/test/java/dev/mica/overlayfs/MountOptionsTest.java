package dev.mica.overlayfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.linux.Flags;
import dev.mica.overlay.LayerStack.Redirects;
import dev.mica.overlayfs.MountOptions.BadOptionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountOptionsTest {
    private static MountOptions parse(String text) {
        return MountOptions.parse(List.of(text));
    }

    @Test
    void readsWhatPodmanAsks() {
        MountOptions o = parse("lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w,,volatile,private,");
        assertThat(o.lowers).containsExactly("/l/A", "/l/B");
        assertThat(o.upper).isEqualTo("/u");
        assertThat(o.work).isEqualTo("/w");
        assertThat(o.isVolatile).isTrue();
        assertThat(o.ignored).isEmpty();
    }

    @Test
    void aBackslashTakesTheMeaningFromSeparators() {
        MountOptions o = parse("lowerdir=/a\\:b:/c\\,d,lowerdir+=/e:f,upperdir=/g\\\\h");
        assertThat(o.lowers).containsExactly("/a:b", "/c,d", "/e:f");
        assertThat(o.upper).isEqualTo("/g\\h");
    }

    @Test
    void laterOptionsCount() {
        assertThat(MountOptions.parse(List.of("lowerdir=/a", "lowerdir=/b:/c")).lowers)
                .containsExactly("/b", "/c");
    }

    @Test
    void anUnknownOptionIsNamedAndIgnored() {
        assertThat(parse("lowerdir=/a,frobnicate=7").ignored).containsExactly("frobnicate=7");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rp", "nosiud", "nodv", "noexe", "verty=on", "contxt=x"})
    void whatMayBeAMistypedRestrictionIsRefused(String option) {
        assertThatThrownBy(() -> parse(option))
                .isInstanceOf(BadOptionException.class)
                .hasMessageStartingWith("option " + option + ": no such option; is it ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_dir=maybe",
                "metacopy=perhaps",
                "index=on",
                "uidmapping=0:1",
                "squash_to_gid=root",
                "xattr_permissions=2",
                "lowerdir=/a:::/b",
                "lowerdir=/a::/b:/c",
                "lowerdir=:/a",
                "lowerdir=/a:",
                "nfs_export=on",
                "verity=require",
                "xino=on"
            })
    void whatIsNotServedIsRefused(String option) {
        assertThatThrownBy(() -> parse(option)).hasMessageContaining(option);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redirect_dir=off",
                "redirect_dir=nofollow",
                "metacopy=off",
                "xino=auto",
                "index=off"
            })
    void whatIsOffAnywayIsTaken(String option) {
        assertThat(parse(option).ignored).isEmpty();
    }

    @Test
    void layersOfDataStandBehindTwoColons() {
        MountOptions options = parse("metacopy=on,lowerdir=/a:/b::/c::/d,datadir+=/e");
        assertThat(options.lowers).containsExactly("/a", "/b");
        assertThat(options.dataLayers).containsExactly("/c", "/d", "/e");
        assertThat(options.metacopy(false)).isTrue();
        assertThat(options.redirects(false)).isEqualTo(Redirects.MADE);
        // marks that users can write lead nowhere
        assertThat(options.metacopy(true)).isFalse();
        assertThat(options.redirects(true)).isEqualTo(Redirects.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "userxattr,metacopy=on",
                "redirect_dir=nofollow,metacopy=on",
                "redirect_dir=follow,metacopy=on,upperdir=/u",
                "lowerdir=/a::/b"
            })
    void filesWithoutDataNeedTheMarksThatLeadToIt(String option) {
        MountOptions options = parse(option);
        assertThatThrownBy(() -> options.metacopy(false)).hasMessageContaining("metacopy=on");
    }

    @Test
    void flagsOfTheMountAreTakenTheLastOneCounting() {
        assertThat(parse("ro,nosuid,noatime").flags)
                .isEqualTo(Flags.MS_RDONLY | Flags.MS_NOSUID | Flags.MS_NOATIME);
        assertThat(parse("ro,nosuid,rw,suid,noatime,relatime,defaults").flags)
                .isEqualTo(Flags.MS_RELATIME);
        assertThat(parse("remount,ro").remount).isTrue();
    }

    @Test
    void directoriesThatWereRenamedAreFollowedUnlessUsersCouldHaveWrittenTheMark() {
        assertThat(parse("ro").redirects(false)).isEqualTo(Redirects.FOLLOWED);
        assertThat(parse("redirect_dir=on").redirects(false)).isEqualTo(Redirects.MADE);
        assertThat(parse("redirect_dir=nofollow").redirects(true)).isEqualTo(Redirects.REFUSED);
        assertThat(parse("userxattr").redirects(true)).isEqualTo(Redirects.REFUSED);
        assertThatThrownBy(() -> parse("userxattr,redirect_dir=on"))
                .hasMessageContaining("redirect_dir")
                .hasMessageContaining("userxattr");
    }
}
