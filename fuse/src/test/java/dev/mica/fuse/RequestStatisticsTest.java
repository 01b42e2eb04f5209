package dev.mica.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RequestStatisticsTest {
    private final RequestStatistics statistics = new RequestStatistics();

    @Test
    void kindsAreCountedApart() {
        statistics.add(FuseAbi.LOOKUP, 5_000);
        statistics.add(FuseAbi.LOOKUP, 7_000);
        statistics.add(FuseAbi.RENAME2, 100);
        assertThat(statistics.kinds())
                .extracting(RequestStatistics.Kind::name, RequestStatistics.Kind::count)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("LOOKUP", 2L),
                        org.assertj.core.groups.Tuple.tuple("RENAME2", 1L));
        assertThat(statistics.kinds().getFirst().totalNanos()).isEqualTo(12_000);
    }

    @Test
    void timesAreKnownToAThird() {
        for (int i = 0; i < 98; i++) {
            statistics.add(FuseAbi.READ, 10_000);
        }
        statistics.add(FuseAbi.READ, 1_000_000);
        statistics.add(FuseAbi.READ, 1_000_000);
        RequestStatistics.Kind read = statistics.kinds().getFirst();
        assertThat(read.medianNanos()).isBetween(10_000L, 15_000L);
        assertThat(read.highNanos()).isBetween(1_000_000L, 1_500_000L);
    }

    @Test
    void noTimeIsTooShortOrTooLong() {
        statistics.add(FuseAbi.READ, 0);
        statistics.add(FuseAbi.READ, Long.MAX_VALUE);
        assertThat(statistics.kinds().getFirst().count()).isEqualTo(2);
        assertThat(statistics.kinds().getFirst().medianNanos()).isPositive();
    }
}
