package dev.mica.engine;

import dev.mica.image.ContainerConfig;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a container gets from its image where the user said nothing, by dockerd's rules. */
final class ConfigMerge {

    private ConfigMerge() {}

    /** The user's config over the image's. */
    static ContainerConfig merge(ContainerConfig user, ContainerConfig image) {
        List<String> entrypoint = user.entrypoint();
        List<String> cmd = user.cmd();
        if (isEmpty(entrypoint)) {
            if (isEmpty(cmd)) {
                cmd = image.cmd();
            }
            if (entrypoint == null) {
                entrypoint = image.entrypoint();
            }
        }
        if (entrypoint != null && entrypoint.equals(List.of(""))) {
            entrypoint = null; // how the command line says: none, whatever the image has
        }
        return user.toBuilder()
                .user(user.user().isEmpty() ? image.user() : user.user())
                .exposedPorts(union(user.exposedPorts(), image.exposedPorts()))
                .env(env(user.env(), image.env()))
                .cmd(cmd)
                .entrypoint(entrypoint)
                .workingDir(user.workingDir().isEmpty() ? image.workingDir() : user.workingDir())
                .volumes(union(user.volumes(), image.volumes()))
                .labels(labels(user.labels(), image.labels()))
                .stopSignal(user.stopSignal().isEmpty() ? image.stopSignal() : user.stopSignal())
                .healthcheck(user.healthcheck() == null ? image.healthcheck() : user.healthcheck())
                .build();
    }

    private static boolean isEmpty(@Nullable List<String> list) {
        return list == null || list.isEmpty();
    }

    private static @Nullable Set<String> union(@Nullable Set<String> a, @Nullable Set<String> b) {
        if (b == null || b.isEmpty()) {
            return a == null || a.isEmpty() ? null : a;
        }
        Set<String> all = new TreeSet<>(b);
        if (a != null) {
            all.addAll(a);
        }
        return all;
    }

    private static @Nullable List<String> env(
            @Nullable List<String> user, @Nullable List<String> image) {
        if (image == null || image.isEmpty()) {
            return user;
        }
        List<String> all = new ArrayList<>(SpecBuilder.orEmpty(user));
        Set<String> named = new HashSet<>();
        all.forEach(v -> named.add(name(v)));
        image.stream().filter(v -> !named.contains(name(v))).forEach(all::add);
        return List.copyOf(all);
    }

    private static String name(String variable) {
        int equals = variable.indexOf('=');
        return equals < 0 ? variable : variable.substring(0, equals);
    }

    private static @Nullable Map<String, String> labels(
            @Nullable Map<String, String> user, @Nullable Map<String, String> image) {
        if (image == null || image.isEmpty()) {
            return user;
        }
        Map<String, String> all = new TreeMap<>(image);
        if (user != null) {
            all.putAll(user);
        }
        return all;
    }
}
