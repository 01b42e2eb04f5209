package dev.mica.overlayfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.overlayfs.MountOptions.BadOptionException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdMapTest {
    private static IdMap ranges(String text) {
        return IdMap.ranges("uidmapping=" + text, text);
    }

    @Test
    void rangesMoveBothWays() {
        IdMap ids = ranges("0:100000:1000:1000:5:1");
        assertThat(ids.shown(0)).isEqualTo(100000);
        assertThat(ids.shown(999)).isEqualTo(100999);
        assertThat(ids.shown(1000)).isEqualTo(5);
        assertThat(ids.maker(100999)).isEqualTo(999);
        assertThat(ids.owner(5)).isEqualTo(1000);
    }

    @Test
    void whatIsInNoRangeIsTheOverflowIdAndTakesNoFile() {
        IdMap ids = ranges("0:100000:1000");
        assertThat(ids.shown(1000)).isEqualTo(65534);
        assertThat(ids.maker(0)).isEqualTo(65534);
        assertThat(ids.takes(0)).isFalse();
        assertThat(ids.takes(100000)).isTrue();
    }

    @Test
    void theWholeRangeOfIdsCanBeMoved() {
        IdMap ids = ranges("0:1:4294967294");
        assertThat(ids.shown(3_000_000)).isEqualTo(3_000_001);
        assertThat(ids.shown((int) 4294967293L)).isEqualTo((int) 4294967294L);
    }

    @Test
    void allCanBeShownAsOne() {
        IdMap ids = IdMap.squash("squash_to_uid=7", "7");
        assertThat(ids.shown(0)).isEqualTo(7);
        assertThat(ids.maker(55)).isEqualTo(IdMap.NONE);
        assertThat(ids.takes(7)).isTrue();
        assertThat(ids.owner(7)).isEqualTo(IdMap.NONE);
        assertThat(ids.takes(0)).isFalse();
    }

    @Test
    void podmansColonInFrontIsTaken() {
        assertThat(ranges(":0:5:1").shown(0)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0:1", "0:1:2:3", "a:b:c", "0:1:-2", "0:1:4294967296"})
    void whatIsNoMapIsRefused(String text) {
        assertThatThrownBy(() -> ranges(text))
                .isInstanceOf(BadOptionException.class)
                .hasMessageContaining("uidmapping=" + text);
    }

    @Test
    void namedEntriesOfAnAccessControlListMove() {
        byte[] acl = new byte[4 + 3 * 8];
        acl[0] = 2; // the version
        entry(acl, 0, 2, 5); // a user
        entry(acl, 1, 8, 6); // a group
        entry(acl, 2, 0x20, -1); // others: no owner
        IdMap users = ranges("0:100:10");
        IdMap groups = ranges("0:200:10");
        assertThat(IdMap.acl(acl, acl.length, users, groups, true)).isTrue();
        assertThat(new int[] {id(acl, 0), id(acl, 1), id(acl, 2)}).containsExactly(105, 206, -1);
        assertThat(IdMap.acl(acl, acl.length, users, groups, false)).isTrue();
        assertThat(new int[] {id(acl, 0), id(acl, 1), id(acl, 2)}).containsExactly(5, 6, -1);
        assertThat(IdMap.acl(acl, acl.length, users, groups, false)).isFalse();
        byte[] name = "system.posix_acl_default".getBytes(StandardCharsets.US_ASCII);
        assertThat(IdMap.isAcl(name, name.length)).isTrue();
        assertThat(IdMap.isAcl(name, 10)).isFalse();
    }

    private static void entry(byte[] acl, int index, int tag, int id) {
        acl[4 + index * 8] = (byte) tag;
        for (int i = 0; i < 4; i++) {
            acl[8 + index * 8 + i] = (byte) (id >> (8 * i));
        }
    }

    private static int id(byte[] acl, int index) {
        int id = 0;
        for (int i = 3; i >= 0; i--) {
            id = (id << 8) | (acl[8 + index * 8 + i] & 0xFF);
        }
        return id;
    }
}
