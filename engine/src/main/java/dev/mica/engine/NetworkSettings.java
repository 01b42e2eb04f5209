package dev.mica.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container's addresses and ports. The flat members of Docker's {@code NetworkSettings}, such as
 * {@code IPAddress}, repeat those of the network {@code bridge}.
 *
 * @param sandboxId 64 hexadecimal digits; empty before the first start
 * @param sandboxKey the network namespace's file; empty before the first start
 * @param ports published where a list is there; null before the first start
 * @param networks by name
 */
public record NetworkSettings(
        String sandboxId,
        String sandboxKey,
        @Nullable Map<String, @Nullable List<PortBinding>> ports,
        Map<String, EndpointSettings> networks) {}
