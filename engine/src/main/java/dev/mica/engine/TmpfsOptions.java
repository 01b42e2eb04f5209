package dev.mica.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of a tmpfs: the safe ones, and the user's over them, as dockerd merges the two. */
final class TmpfsOptions {
    private static final List<String> SAFE = List.of("noexec", "nosuid", "nodev", "rprivate");

    /** Options that exclude each other, by what they are about. */
    private static final Map<String, String> FLAGS =
            Map.ofEntries(
                    Map.entry("ro", "write"),
                    Map.entry("rw", "write"),
                    Map.entry("suid", "suid"),
                    Map.entry("nosuid", "suid"),
                    Map.entry("dev", "dev"),
                    Map.entry("nodev", "dev"),
                    Map.entry("exec", "exec"),
                    Map.entry("noexec", "exec"),
                    Map.entry("sync", "sync"),
                    Map.entry("async", "sync"),
                    Map.entry("dirsync", "dirsync"),
                    Map.entry("remount", "remount"),
                    Map.entry("mand", "mand"),
                    Map.entry("nomand", "mand"),
                    Map.entry("atime", "atime"),
                    Map.entry("noatime", "atime"),
                    Map.entry("diratime", "diratime"),
                    Map.entry("nodiratime", "diratime"),
                    Map.entry("bind", "bind"),
                    Map.entry("rbind", "rbind"),
                    Map.entry("relatime", "relatime"),
                    Map.entry("norelatime", "relatime"),
                    Map.entry("strictatime", "strictatime"),
                    Map.entry("nostrictatime", "strictatime"),
                    Map.entry("private", "propagation"),
                    Map.entry("rprivate", "propagation"),
                    Map.entry("shared", "propagation"),
                    Map.entry("rshared", "propagation"),
                    Map.entry("slave", "propagation"),
                    Map.entry("rslave", "propagation"),
                    Map.entry("unbindable", "propagation"),
                    Map.entry("runbindable", "propagation"));

    private static final Set<String> VALUES =
            Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

    private TmpfsOptions() {}

    /**
     * All options; the later of two that exclude each other counts.
     *
     * @throws EngineException for one that tmpfs does not know
     */
    static List<String> merge(List<String> asked) {
        List<String> all = new ArrayList<>(SAFE);
        all.addAll(asked);
        Collections.reverse(all);
        Set<String> seen = new HashSet<>();
        List<String> result = new ArrayList<>();
        for (String option : all) {
            if (option.isEmpty() || option.equals("defaults")) {
                continue;
            }
            String about = FLAGS.get(option);
            if (about == null) {
                int equals = option.indexOf('=');
                if (equals < 0 || !VALUES.contains(option.substring(0, equals))) {
                    throw EngineException.system(
                            "invalid tmpfs option [\"" + option.replace("=", "\" \"") + "\"]");
                }
                about = option.substring(0, equals) + "=";
            }
            if (seen.add(about)) {
                result.add(option);
            }
        }
        Collections.reverse(result);
        return List.copyOf(result);
    }
}
