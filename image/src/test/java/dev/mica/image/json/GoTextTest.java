package dev.mica.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.ContainerConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strings of all kinds and lengths, beside an encoder that is too simple to be wrong. */
class GoTextTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyTextIsWrittenAsGoWritesItAndReadBack(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
            List<String> list = new ArrayList<>();
            Map<String, String> labels = new LinkedHashMap<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                list.add(text(random));
                labels.put(text(random), text(random));
            }
            ContainerConfig config =
                    ContainerConfig.builder()
                            .hostname(text(random))
                            .env(list)
                            .labels(labels)
                            .build();
            String json = GoJson.text(config);
            assertThat(GoJson.read(json, ContainerConfig.class)).isEqualTo(config);
            for (String each : list) {
                assertThat(json).contains(encoded(each));
            }
            assertThat(json).contains("{\"Hostname\":" + encoded(config.hostname()) + ",");

            SequencedMap<String, RawJson> members = new LinkedHashMap<>();
            StringBuilder expected = new StringBuilder("{");
            labels.forEach(
                    (name, value) -> {
                        members.put(name, new RawJson(encoded(value)));
                        expected.append(expected.length() == 1 ? "" : ",")
                                .append(encoded(name))
                                .append(':')
                                .append(encoded(value));
                    });
            JsonMembers object = new JsonMembers(members);
            byte[] bytes = GoJson.write(object);
            assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .isEqualTo(expected.append('}').toString());
            assertThat(JsonMembers.read(bytes)).isEqualTo(object);
        }
    }

    @Test
    void stringsMayBeLong() {
        for (String part : List.of("x", "é", "\"", "\ud83d\ude00", "<")) {
            String text = part.repeat(300_000);
            ContainerConfig config =
                    ContainerConfig.builder()
                            .user(text)
                            .env(List.of(text))
                            .labels(Map.of(text, text))
                            .build();
            assertThat(GoJson.read(GoJson.write(config), ContainerConfig.class)).isEqualTo(config);
            assertThat(RawJson.of(text).as(String.class)).isEqualTo(text);
        }
    }

    @Test
    void whatIsNoStringIsNamed() {
        assertThatThrownBy(() -> GoJson.read("{\"Hostname\":{}}", ContainerConfig.class))
                .hasMessage("json: cannot unmarshal object into Go value of type string");
        assertThatThrownBy(() -> GoJson.read("{\"Env\":[true]}", ContainerConfig.class))
                .hasMessage("json: cannot unmarshal bool into Go value of type string");
        assertThatThrownBy(() -> GoJson.read("1", String.class))
                .hasMessage("json: cannot unmarshal number into Go value of type string");
    }

    @Test
    void halfASurrogatePairIsReplacedAsGoDoes() {
        String json =
                "{\"Hostname\":\"\\ud800x\",\"Env\":[\"\\udc00\"],\"Labels\":{\"\\ud83d\":\"\\ud83d\\ude00\\ude00\"},"
                    + "\"Cmd\":\"\\ud800\"}";
        ContainerConfig config = GoJson.read(json, ContainerConfig.class);
        assertThat(config.hostname()).isEqualTo("\ufffdx");
        assertThat(config.env()).containsExactly("\ufffd");
        assertThat(config.cmd()).containsExactly("\ufffd");
        assertThat(config.labels()).containsExactly(Map.entry("\ufffd", "\ud83d\ude00\ufffd"));
        assertThat(GoJson.text(ContainerConfig.builder().user("a\ud800").build()))
                .contains("\"a\ufffd\"");
    }

    @Test
    void rawTextKeepsItsCharacters() {
        String json = "{\"a\":{\"é\":\"ü😀\u00ff\"},\"b\":[\"\\u00FC\",\"\\uD83D\\uDE00\"]}";
        assertThat(GoJson.text(GoJson.read(json, JsonMembers.class))).isEqualTo(json);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int kind = random.nextInt(4);
        for (int left = random.nextInt(5) == 0 ? random.nextInt(20_000) : random.nextInt(20);
                left > 0;
                left--) {
            switch (random.nextInt(kind + 1)) {
                case 0 -> text.append((char) ('a' + random.nextInt(26)));
                case 1 -> text.append((char) random.nextInt(0x80));
                case 2 -> text.append((char) (0x80 + random.nextInt(0xd000 - 0x80)));
                default -> text.appendCodePoint(0x10000 + random.nextInt(0x100000));
            }
        }
        return text.toString();
    }

    private static String encoded(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars()
                .forEach(
                        c -> {
                            switch (c) {
                                case '"', '\\' -> json.append('\\').append((char) c);
                                case '\n' -> json.append("\\n");
                                case '\r' -> json.append("\\r");
                                case '\t' -> json.append("\\t");
                                case '<', '>', '&', 0x2028, 0x2029 ->
                                        json.append("\\u%04x".formatted(c));
                                default ->
                                        json.append(
                                                c < 0x20
                                                        ? "\\u%04x".formatted(c)
                                                        : String.valueOf((char) c));
                            }
                        });
        return json.append('"').toString();
    }
}
