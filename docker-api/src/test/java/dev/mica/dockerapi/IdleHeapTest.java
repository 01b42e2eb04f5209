package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleHeapTest {
    private static final long MIB = 1 << 20;

    private final IdleHeap heap = new IdleHeap();

    @Test
    void collectsOnceTheHeapIsLargeAndStandsStill() {
        assertThat(heap.isDue(100 * MIB)).isFalse();
        assertThat(heap.isDue(130 * MIB)).isFalse();
        assertThat(heap.isDue(130 * MIB + 1)).isTrue();
    }

    @Test
    void leavesASmallHeapAlone() {
        heap.isDue(20 * MIB);

        assertThat(heap.isDue(20 * MIB)).isFalse();
    }

    @Test
    void doesNotCollectAgainWhatACollectionLeft() {
        heap.isDue(130 * MIB);
        heap.isDue(130 * MIB);
        heap.collected(90 * MIB);

        assertThat(heap.isDue(90 * MIB)).isFalse();
        heap.isDue(120 * MIB);
        assertThat(heap.isDue(120 * MIB)).isTrue();
    }
}
