package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoStructTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | EOF",
                "{\"Image\": | unexpected EOF",
                "{bad} | invalid character 'b' looking for beginning of object key string",
                "{\"Image\": 5} | json: cannot unmarshal number into Go struct field"
                        + " ContainerConfigWrapper.Image of type string",
                "{\"Tty\": \"yes\"} | json: cannot unmarshal string into Go struct field"
                        + " ContainerConfigWrapper.Tty of type bool",
                "{\"Env\": \"a=b\"} | json: cannot unmarshal string into Go struct field"
                        + " ContainerConfigWrapper.Env of type []string",
                "{\"Env\": [1]} | json: cannot unmarshal number into Go struct field"
                        + " ContainerConfigWrapper.Env of type string",
                "{\"Cmd\": 1} | json: cannot unmarshal number into Go value of type string",
                "{\"HostConfig\": {\"Memory\": \"1m\"}} | json: cannot unmarshal string into Go"
                        + " struct field HostConfig.HostConfig.Memory of type int64",
                "{\"HostConfig\": {\"Memory\": 1.5}} | json: cannot unmarshal number 1.5 into Go"
                        + " struct field HostConfig.HostConfig.Memory of type int64",
            })
    void aWrongBodyIsRefusedInGosWords(String json, String message) {
        assertThatThrownBy(() -> GoStructs.CREATE.check(bytes(json))).hasMessage(message);
    }

    @Test
    void namesMayBeWrittenInAnyCaseAndUnknownOnesStay() {
        String checked =
                text(
                        """
                        {"image": "a", "HOSTCONFIG": {"memory": 5, "Other": 1.0}, "cmd": "x",
                         "Tty": null, "Env": []}
                        """);
        assertThat(checked)
                .isEqualTo(
                        "{\"Image\":\"a\",\"HostConfig\":{\"Memory\":5,\"Other\":1.0},"
                                + "\"Cmd\":\"x\",\"Tty\":null,\"Env\":[]}");
    }

    private static String text(String json) {
        return new String(GoStructs.CREATE.check(bytes(json)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
