package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.mica.image.json.GoJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnservedTest {
    private static NetworkingConfig networking(String endpoints) {
        String json = "{\"EndpointsConfig\":" + endpoints + "}";
        return GoJson.read(json.getBytes(StandardCharsets.UTF_8), NetworkingConfig.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"none\":null}",
                "{\"none\":{}}",
                "{\"other\":{\"IPAMConfig\":{},\"Aliases\":[],\"Links\":null,\"DriverOpts\":{}}}"
            })
    void aNetworkWithNothingAskedOfItIsFine(String endpoints) {
        assertThatCode(() -> Unserved.check(networking(endpoints))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"n\":{\"IPAMConfig\":{\"IPv4Address\":\"1.2.3.4\"}}}|user specified IP address"
                        + " is supported on user defined networks only",
                "{\"n\":{\"IPAMConfig\":{\"LinkLocalIPs\":[\"1.2.3.4\"]}}}|Mica does not serve"
                        + " --link-local-ip",
                "{\"n\":{\"MacAddress\":\"02:42:ac:11:00:09\"}}|Mica does not serve --mac-address",
                "{\"n\":{\"Aliases\":[\"a\"]}}|Mica does not serve --network-alias",
                "{\"n\":{\"Links\":[\"a\"]}}|Mica does not serve --link",
                "{\"n\":{\"DriverOpts\":{\"a\":\"b\"}}}|Mica does not serve --network driver-opt",
                "{\"a\":{},\"b\":null}|Container cannot be connected to network endpoints: a, b"
            })
    void whatIsAskedOfANetworkAndNotServedIsRefusedByName(String endpoints, String message) {
        assertThatExceptionOfType(EngineException.class)
                .isThrownBy(() -> Unserved.check(networking(endpoints)))
                .withMessage(message);
    }
}
