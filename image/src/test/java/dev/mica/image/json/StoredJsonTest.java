package dev.mica.image.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.ContainerConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoredJsonTest {

    @Test
    void whatTheRecordDoesNotKnowSurvivesAChange() {
        StoredJson<ContainerConfig> stored =
                read(
                        "{\"New\":{\"n\":9007199254740993,\"f\":1.0,\"z\":null},"
                            + "\"Hostname\":\"a\",\"Healthcheck\":{\"Test\":[\"NONE\"],\"StartInterval\":5},\"Tail\":[1.0]}");
        ContainerConfig changed =
                stored.value().toBuilder()
                        .hostname("b")
                        .healthcheck(
                                new dev.mica.image.HealthConfig(List.of("CMD", "true"), 0, 0, 0, 0))
                        .build();
        assertThat(text(stored.with(changed)))
                .isEqualTo(
                        "{\"New\":{\"n\":9007199254740993,\"f\":1.0,\"z\":null},\"Hostname\":\"b\","
                            + "\"Healthcheck\":{\"Test\":[\"CMD\",\"true\"],\"StartInterval\":5},\"Tail\":[1.0]}");
    }

    @Test
    void whatDidNotChangeStaysAsItWasWritten() {
        String json = "{\"Tty\":null,\"Labels\":{},\"StopSignal\":\"\",\"x\":1.50}";
        StoredJson<ContainerConfig> stored = read(json);
        assertThat(text(stored)).isEqualTo(json);
        assertThat(text(stored.with(stored.value()))).isEqualTo(json);
    }

    @Test
    void whatTheRecordDropsIsDropped() {
        StoredJson<ContainerConfig> stored =
                read(
                        "{\"StopTimeout\":5,\"Labels\":{\"a\":\"1\",\"b\":\"2\"},\"MacAddress\":\"x\",\"u\":1}");
        ContainerConfig changed =
                stored.value().toBuilder()
                        .stopTimeout(null)
                        .macAddress("")
                        .labels(Map.of("b", "2"))
                        .build();
        assertThat(text(stored.with(changed))).isEqualTo("{\"Labels\":{\"b\":\"2\"},\"u\":1}");
    }

    @Test
    void changesAddUp() {
        StoredJson<ContainerConfig> stored = read("{\"u\":1}");
        stored = stored.with(stored.value().toBuilder().user("me").build());
        stored = stored.with(stored.value().toBuilder().stopTimeout(3).build());
        stored = stored.with(stored.value().toBuilder().user("").build());
        assertThat(text(stored)).isEqualTo("{\"u\":1,\"User\":\"\",\"StopTimeout\":3}");
    }

    @Test
    void aNewFileIsTheRecord() {
        assertThat(text(StoredJson.of(ContainerConfig.EMPTY)))
                .isEqualTo(GoJson.text(ContainerConfig.EMPTY));
    }

    private static StoredJson<ContainerConfig> read(String json) {
        return StoredJson.read(json.getBytes(StandardCharsets.UTF_8), ContainerConfig.class);
    }

    private static String text(StoredJson<?> stored) {
        return new String(stored.toBytes(), StandardCharsets.UTF_8);
    }
}
