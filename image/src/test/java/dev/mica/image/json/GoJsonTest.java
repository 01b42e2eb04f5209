package dev.mica.image.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avaje.json.JsonAdapter;
import io.avaje.json.JsonReader;
import io.avaje.json.JsonWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoJsonTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | EOF",
                "`  ` | EOF",
                "{\"a\": 1 | unexpected EOF",
                "{bad | invalid character 'b' looking for beginning of object key string",
                "bad | invalid character 'b' looking for beginning of value",
                "{\"a\": vfs} | invalid character 'v' looking for beginning of value",
                "{\"a\" 1} | invalid character '1' after object key",
                "{\"a\":1 2} | invalid character '2' after object key:value pair",
                "[1 2] | invalid character '2' after array element",
                "[1]x | invalid character 'x' after top-level value",
                "nul1 | invalid character '1' in literal null (expecting 'l')",
                "-x | invalid character 'x' in numeric literal",
                "1.x | invalid character 'x' after decimal point in numeric literal",
                "1ex | invalid character 'x' in exponent of numeric literal",
                "\"\\x\" | invalid character 'x' in string escape code",
                "\"\\u12g4\" | invalid character 'g' in \\u hexadecimal character escape",
                "01 | invalid character '1' after top-level value",
                "{\"a\":1,} | invalid character '}' looking for beginning of object key string",
                "[1,] | invalid character ']' looking for beginning of value",
                "\"a | unexpected EOF",
            })
    void syntaxErrorsHaveGosWords(String json, String message) {
        assertThatThrownBy(() -> GoJson.read(json, RawJson.class))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessage(message);
    }

    @Test
    void bytesThatAreNoTextAreShownAsGoShowsThem() {
        assertThatThrownBy(
                        () ->
                                GoJson.read(
                                        new byte[] {
                                            (byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{', '}'
                                        },
                                        RawJson.class))
                .hasMessage("invalid character 'ï' looking for beginning of value");
        assertThatThrownBy(() -> GoJson.read(new byte[] {0}, RawJson.class))
                .hasMessage("invalid character '\\x00' looking for beginning of value");
        assertThatThrownBy(() -> GoJson.read("\"a\nb\"", RawJson.class))
                .hasMessage("invalid character '\\n' in string literal");
    }

    @Test
    void deepNestingIsRefusedAndNotOverflowed() {
        assertThatThrownBy(() -> GoJson.read("[".repeat(1_000_000), RawJson.class))
                .hasMessage("exceeded max depth");
        assertThat(GoJson.read("[".repeat(1000) + "]".repeat(1000), RawJson.class).text())
                .hasSize(2000);
    }

    @Test
    void rawValuesKeepTheirDigits() {
        String json =
                "{\"b\":9007199254740993,\"a\":1.0,\"n\":null,\"c\":{\"x\":[1e5,\"\\u00fc\"]},\"b\":2}";
        JsonMembers members = JsonMembers.read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(members.values().keySet()).containsExactly("b", "a", "n", "c");
        assertThat(GoJson.text(members))
                .isEqualTo("{\"b\":2,\"a\":1.0,\"n\":null,\"c\":{\"x\":[1e5,\"\\u00fc\"]}}");
        assertThat(GoJson.text(members.without("n", "c").sorted()))
                .isEqualTo("{\"a\":1.0,\"b\":2}");
        assertThat(members.with("a", RawJson.NULL).values().keySet())
                .containsExactly("b", "a", "n", "c");
    }

    @Test
    void textIsEscapedAsGoEscapesIt() {
        assertThat(GoJson.text("<a>&\u2028\u2029\b\f\n\t\u0001\u007f/\"\\ é 😀"))
                .isEqualTo(
                        "\"\\u003ca\\u003e\\u0026\\u2028\\u2029\\u0008\\u000c\\n"
                                + "\\t\\u0001\u007f/\\\"\\\\ é 😀\"");
    }

    @Test
    void textThatNeedsNoChangeIsNotCopied() {
        byte[] json = "{\"a\\\"\\\\\":[1,\"x\"]}".getBytes(StandardCharsets.UTF_8);
        assertThat(GoText.normalize(json)).isSameAs(json);
    }

    @Test
    void rawTextIsMadeCompact() {
        assertThat(GoJson.text(new RawJson(" {\"a\\\\\" :1}\n"))).isEqualTo("{\"a\\\\\":1}");
        assertThat(GoJson.text(new RawJson("{ \"a b\" : [ 1 ,\n\t2 ] }")))
                .isEqualTo("{\"a b\":[1,2]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-02T03:04:05Z",
                "2026-01-02T03:04:05.1Z",
                "2026-01-02T03:04:05.000000006Z",
                "2026-01-02T03:04:05.12345Z",
                "0001-01-01T00:00:00Z",
                "2500-05-05T05:05:05.5+02:00",
                "1960-05-05T05:05:05-11:30",
            })
    void timesAreWrittenAsTheyWereRead(String text) {
        assertThat(GoTime.format(GoTime.parse(text))).isEqualTo(text);
        assertThat(GoJson.text(GoJson.read('"' + text + '"', OffsetDateTime.class)))
                .isEqualTo('"' + text + '"');
    }

    @Test
    void timesAreTrimmedAndInstantsAreUtc() {
        assertThat(GoTime.format(GoTime.parse("2026-01-02T03:04:05.1200000009999+00:00")))
                .isEqualTo("2026-01-02T03:04:05.12Z");
        assertThat(GoJson.text(GoJson.read("\"2026-01-02T03:04:05+01:00\"", Instant.class)))
                .isEqualTo("\"2026-01-02T02:04:05Z\"");
        assertThat(GoTime.isZero(GoTime.parse("0001-01-01T00:00:00Z").toInstant())).isTrue();
        assertThatThrownBy(() -> GoTime.parse("yesterday"))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> GoTime.parse("2026-13-02T03:04:05Z"))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void aNumberThatDoesNotFitIsRefused() {
        assertThatThrownBy(
                        () ->
                                GoJson.read(
                                        "{\"Retries\":99999999999}",
                                        dev.mica.image.HealthConfig.class))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void aRawScalarIsReadAsItsType() {
        assertThat(new RawJson("5").as(Integer.class)).isEqualTo(5);
        assertThat(new RawJson("-7").as(Long.class)).isEqualTo(-7);
        assertThat(new RawJson("\"a\"").as(String.class)).isEqualTo("a");
        assertThat(new RawJson("true").as(Boolean.class)).isTrue();
        assertThat(GoJson.read(" [1 , { } , null ] ", RawJson.class).text())
                .isEqualTo("[1 , { } , null ]");
    }

    @Test
    void oneValueMayBeReadInsideOfAnother() {
        JsonAdapter<String> nested =
                new JsonAdapter<>() {
                    @Override
                    public void toJson(JsonWriter writer, String value) {
                        writer.value(GoJson.text(List.of(value)));
                    }

                    @Override
                    public String fromJson(JsonReader reader) {
                        return new RawJson(reader.readRaw()).as(String.class);
                    }
                };
        try (JsonReader reader = GoJson.jsonb().reader("[\"a\",\"b\"]")) {
            reader.beginArray();
            assertThat(reader.hasNextElement()).isTrue();
            assertThat(nested.fromJson(reader)).isEqualTo("a");
            assertThat(reader.hasNextElement()).isTrue();
            assertThat(nested.fromJson(reader)).isEqualTo("b");
            reader.endArray();
        }
        StringWriter out = new StringWriter();
        try (JsonWriter writer = GoJson.jsonb().writer(out)) {
            writer.beginArray();
            nested.toJson(writer, "x");
            nested.toJson(writer, "y");
            writer.endArray();
        }
        assertThat(out).hasToString("[\"[\\\"x\\\"]\",\"[\\\"y\\\"]\"]");
    }

    @Test
    void rawMembersHaveNoSpaceAround() {
        JsonMembers members =
                GoJson.read(
                        " { \"a\" : null , \"b\" : 1 , \"c\" : \"x\" , \"d\" : [ ] } ",
                        JsonMembers.class);
        assertThat(members.values().values())
                .extracting(RawJson::text)
                .containsExactly("null", "1", "\"x\"", "[ ]");
    }

    @Test
    void listsOfRecordsAreRead() {
        assertThat(
                        GoJson.readList(
                                "[{\"a\":1},{}]".getBytes(StandardCharsets.UTF_8),
                                JsonMembers.class))
                .isEqualTo(
                        List.of(JsonMembers.EMPTY.with("a", new RawJson("1")), JsonMembers.EMPTY));
    }
}
