package dev.mica.dockerapi;

import dev.mica.engine.HostConfig;
import dev.mica.engine.NetworkingConfig;
import dev.mica.image.ContainerConfig;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import java.util.Optional;

/**
 * The body of a container's creation: moby's {@code ContainerConfigWrapper}, a container config
 * with two more members in it.
 *
 * @param config empty if the body names no field of one
 */
record CreateBody(
        Optional<ContainerConfig> config, HostConfig hostConfig, NetworkingConfig networking) {

    /**
     * @param wrong the answer's status if the body is no such thing
     * @throws ApiException in Go's words
     */
    static CreateBody parse(GoStruct struct, byte[] json, int wrong) {
        try {
            byte[] checked = struct.check(json);
            RawJson whole = GoJson.read(checked, RawJson.class);
            if (whole.isNull()) {
                return new CreateBody(Optional.empty(), HostConfig.EMPTY, NetworkingConfig.NONE);
            }
            var members = whole.as(JsonMembers.class);
            boolean config = members.values().keySet().stream().anyMatch(GoStructs.CONFIG::knows);
            return new CreateBody(
                    config
                            ? Optional.of(GoJson.read(checked, ContainerConfig.class))
                            : Optional.empty(),
                    member(members, "HostConfig", HostConfig.class).orElse(HostConfig.EMPTY),
                    member(members, "NetworkingConfig", NetworkingConfig.class)
                            .orElse(NetworkingConfig.NONE));
        } catch (MalformedJsonException | GoTypeException e) {
            throw new ApiException(wrong, String.valueOf(e.getMessage()));
        }
    }

    private static <T> Optional<T> member(JsonMembers members, String name, Class<T> type) {
        return members.member(name).filter(value -> !value.isNull()).map(value -> value.as(type));
    }
}
