package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPoolTest {
    private final Ipv4Subnet subnet = Ipv4Subnet.parse("172.17.0.0/29");
    private final AddressPool pool = new AddressPool(subnet);

    @Test
    void addressesComeLowestFirstAndNeitherTheNetworksNorTheBridgesNorTheLast() {
        assertThat(subnet.gateway()).isEqualTo("172.17.0.1");
        for (int i = 2; i <= 6; i++) {
            assertThat(pool.take()).contains("172.17.0." + i);
        }
        assertThat(pool.take()).isEmpty();
    }

    @Test
    void anAddressGivenBackIsTheNext() {
        pool.take();
        pool.take();

        pool.free("172.17.0.2");

        assertThat(pool.take()).contains("172.17.0.2");
        assertThat(pool.take()).contains("172.17.0.4");
    }

    @Test
    void anAddressFoundInUseIsNotHandedOut() {
        assertThat(pool.take("172.17.0.2")).isTrue();
        assertThat(pool.take("172.17.0.2")).isFalse();
        assertThat(pool.take("172.17.0.1")).isFalse();
        assertThat(pool.take("10.0.0.3")).isFalse();

        assertThat(pool.take()).contains("172.17.0.3");
    }

    @Test
    void anAddressOfAnotherNetworkIsNotGivenBack() {
        pool.free("10.0.0.2");
        pool.free("172.17.0.1");

        assertThat(pool.take()).contains("172.17.0.2");
    }

    @Test
    void overlapsAreSeenFromBothSides() {
        Ipv4Subnet wide = Ipv4Subnet.parse("172.16.0.0/12");

        assertThat(wide.overlaps(subnet)).isTrue();
        assertThat(subnet.overlaps(wide)).isTrue();
        assertThat(subnet.overlaps(Ipv4Subnet.parse("172.17.0.8/29"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.17.0.0",
                "172.17.0.0/31",
                "172.17.0.0/7",
                "nosuch.example/24",
                "fe80::/16"
            })
    void whatIsNoSubnetIsRefused(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Ipv4Subnet.parse(text));
    }
}
