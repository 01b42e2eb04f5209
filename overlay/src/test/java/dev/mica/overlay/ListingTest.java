package dev.mica.overlay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListingTest {
    private final Listing listing = new Listing();

    private static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private int add(String name, int layer, long ino) {
        byte[] b = bytes(name);
        return listing.add(b, 0, b.length, layer, Mode.DT_REGULAR, ino);
    }

    private int find(String name) {
        byte[] b = bytes(name);
        return listing.find(b, b.length);
    }

    @Test
    void findsWhatWasAddedAndNothingElse() {
        int a = add("a", 1, 7);
        assertThat(find("a")).isEqualTo(a);
        assertThat(find("b")).isEqualTo(Listing.ABSENT);
        assertThat(listing.shown()).isEqualTo(1);
        assertThat(listing.ino(a)).isEqualTo(7);
    }

    @Test
    void aDirectoryThatIsCopiedUpKeepsAllItsLowersInTheirOrder() {
        int alone = add("alone", 2, 1);
        int merged = add("merged", 1, 2);
        int file = add("file", 1, 3);
        listing.setType(alone, Mode.DT_DIRECTORY);
        listing.setType(merged, Mode.DT_DIRECTORY);
        listing.merge(merged, 2);
        listing.merge(merged, 4);
        for (int slot : new int[] {alone, merged, file, merged}) {
            listing.copiedUp(slot);
            assertThat(listing.layer(slot)).isZero();
            assertThat(listing.isBelow(slot)).isTrue();
        }
        assertThat(lowers(alone)).containsExactly(2);
        assertThat(lowers(merged)).containsExactly(1, 2, 4);
        assertThat(lowers(file)).isEmpty();
    }

    private List<Integer> lowers(int slot) {
        List<Integer> lowers = new ArrayList<>();
        for (int at = listing.firstMerged(slot); at != 0; at = listing.nextMerged(at)) {
            lowers.add(listing.mergedLayer(at));
        }
        return lowers;
    }

    @Test
    void aSlotIsItsNamesUntilThatIsGone() {
        int a = add("a", 1, 1);
        int b = add("b", 1, 2);
        listing.remove(a);
        assertThat(find("b")).isEqualTo(b);
        assertThat(add("c", 0, 3)).isEqualTo(a);
        assertThat(find("a")).isEqualTo(Listing.ABSENT);
        assertThat(listing.shown()).isEqualTo(2);
    }

    @Test
    void aWhiteoutIsFoundAndDoesNotShow() {
        int a = add("a", 1, 1);
        listing.setBelow(a, true);
        listing.whiteOut(a, 0, false);
        assertThat(find("a")).isEqualTo(a);
        assertThat(listing.isShown(a)).isFalse();
        assertThat(listing.isBelow(a)).isTrue();
        assertThat(listing.shown()).isZero();
        listing.show(a, 0, Mode.DT_REGULAR, 9);
        assertThat(listing.shown()).isEqualTo(1);
        assertThat(listing.isBelow(a)).isTrue();
    }

    @Test
    void lowersWhiteoutsAreLeftOut() {
        int upper = add("u", 0, 1);
        int lower = add("l", 2, 1);
        listing.whiteOut(upper, 0, false);
        listing.whiteOut(lower, 2, false);
        listing.dropLowerWhiteouts(true);
        assertThat(find("u")).isEqualTo(upper);
        assertThat(find("l")).isEqualTo(Listing.ABSENT);
    }

    @Test
    void mergedDirectoriesAreAChainFromTopToBottom() {
        int a = add("a", 0, 1);
        int b = add("b", 0, 1);
        listing.merge(a, 1);
        listing.merge(b, 1);
        listing.merge(a, 3);
        int first = listing.firstMerged(a);
        assertThat(listing.mergedLayer(first)).isEqualTo(1);
        int second = listing.nextMerged(first);
        assertThat(listing.mergedLayer(second)).isEqualTo(3);
        assertThat(listing.nextMerged(second)).isZero();
        assertThat(listing.nextMerged(listing.firstMerged(b))).isZero();
    }

    @Test
    void agreesWithAMapOverAllThatHappens() {
        Random random = new Random(5);
        Map<String, Long> model = new HashMap<>();
        for (int i = 0; i < 40_000; i++) {
            String name = "n" + random.nextInt(600) + "x".repeat(random.nextInt(3) * 80);
            int slot = find(name);
            assertThat(slot != Listing.ABSENT).as(name).isEqualTo(model.containsKey(name));
            if (slot == Listing.ABSENT) {
                add(name, 0, i);
                model.put(name, (long) i);
            } else {
                assertThat(listing.ino(slot)).isEqualTo(model.get(name));
                if (random.nextInt(3) > 0) {
                    listing.remove(slot);
                    model.remove(name);
                }
            }
        }
        assertThat(listing.shown()).isEqualTo(model.size());
        byte[] name = new byte[256];
        int seen = 0;
        for (int slot = 0; slot < listing.end(); slot++) {
            if (listing.isShown(slot)) {
                int length = listing.name(slot, name);
                assertThat(model).containsKey(new String(name, 0, length, StandardCharsets.UTF_8));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(model.size());
    }
}
