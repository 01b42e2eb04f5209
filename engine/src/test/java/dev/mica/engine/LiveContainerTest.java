package dev.mica.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.json.StoredJson;
import dev.mica.linux.Linux;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveContainerTest {
    private static <T> StoredJson<T> json(String text, Class<T> type) {
        return StoredJson.read(text.getBytes(StandardCharsets.UTF_8), type);
    }

    private final LiveContainer container =
            new LiveContainer(
                    new ContainerHome(Linux.system(), Path.of("/nosuch"), "abc"),
                    json("{\"ID\":\"abc\",\"Name\":\"/n\",\"Config\":{}}", StoredContainer.class),
                    json("{}", HostConfig.class));

    @Test
    @Timeout(60)
    void noChangeIsLostToAnotherAtTheSameTime() {
        var flips =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 3000; i++) {
                                boolean stopped = i % 2 == 0;
                                container.change(d -> d.hasBeenManuallyStopped = stopped);
                            }
                        });
        for (int i = 0; !flips.isDone(); i++) {
            String name = "/n" + i;
            container.change(d -> d.name = name);
            assertThat(container.stored().name()).isEqualTo(name);
        }
        flips.join();
    }
}
