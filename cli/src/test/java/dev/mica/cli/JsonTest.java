package dev.mica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void whatIsReadIsWrittenAsItWas() {
        String text = "{\"a\":[1.0,9007199254740993,\"\\u003c\\n\",null,true,{},[]],\"b\":\"\"}";

        assertThat(read(text)).hasToString(text);
    }

    @Test
    void missingMembersReadAsNothing() {
        Json value = read("{\"a\":{\"b\":7},\"n\":null}");

        assertThat(value.at("a", "b").number()).isEqualTo(7);
        assertThat(value.text("x", "y")).isEmpty();
        assertThat(value.text("n")).isEmpty();
        assertThat(value.at("a", "b", "c").isNull()).isTrue();
        assertThat(value.at("a").items()).isEmpty();
        assertThat(value.at("n").members()).isEmpty();
    }

    @Test
    void aLoneScalarIsAValueToo() {
        assertThat(read("null\n").isNull()).isTrue();
        assertThat(read(" 5 ").number()).isEqualTo(5);
    }

    @Test
    void indentedAsDockerDoes() {
        StringBuilder out = new StringBuilder();

        JsonLayout.INDENTED.write(read("[{\"a\":[],\"b\":{\"c\":[1,2]}}]"), out);

        assertThat(out)
                .hasToString(
                        """
                        [
                            {
                                "a": [],
                                "b": {
                                    "c": [
                                        1,
                                        2
                                    ]
                                }
                            }
                        ]\
                        """);
    }

    @Test
    void aRequestHoldsOnlyWhatWasAskedFor() {
        Json.Members request =
                new Json.Members()
                        .put("A", (String) null)
                        .put("B", false)
                        .put("C", 0)
                        .put("D", List.of())
                        .put("E", "e")
                        .put("F", true);

        assertThat(request).hasToString("{\"E\":\"e\",\"F\":true}");
    }

    private static Json read(String text) {
        return Json.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
