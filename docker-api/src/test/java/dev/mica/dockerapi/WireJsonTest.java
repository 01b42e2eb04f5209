package dev.mica.dockerapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.engine.RemovedImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WireJsonTest {
    @Test
    void anAnswerEndsInANewlineAndIsSafeInHtml() {
        assertThat(text(WireJson.message("a < b & \"c\"")))
                .isEqualTo("{\"message\":\"a \\u003c b \\u0026 \\\"c\\\"\"}\n");
    }

    @Test
    void listsAreArrays() {
        assertThat(text(WireJson.list(List.of()))).isEqualTo("[]\n");
        assertThat(text(WireJson.list(List.of(new ChangeEntry("/a", 0), new ChangeEntry("/b", 2)))))
                .isEqualTo("[{\"Path\":\"/a\",\"Kind\":0},{\"Path\":\"/b\",\"Kind\":2}]\n");
    }

    @Test
    void whatGoOmitsIsLeftOutAndNullStays() {
        var summary =
                new ImageListEntry(
                        -1, 5, "sha256:1", Map.of("b", "2"), "", null, List.of("a:1"), -1, 7, null);
        assertThat(text(WireJson.line(summary)))
                .isEqualTo(
                        "{\"Containers\":-1,\"Created\":5,\"Id\":\"sha256:1\",\"Labels\":{\"b\":\"2\"},\"ParentId\":\"\",\"RepoDigests\":null,\"RepoTags\":[\"a:1\"],\"SharedSize\":-1,\"Size\":7}\n");
        assertThat(text(WireJson.line(new RemovedImage("a:1", ""))))
                .isEqualTo("{\"Untagged\":\"a:1\"}\n");
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
