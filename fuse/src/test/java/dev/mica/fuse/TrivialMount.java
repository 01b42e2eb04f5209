package dev.mica.fuse;

import dev.mica.linux.Flags;
import dev.mica.linux.Linux;

/** Serves {@link TrivialTree} at its argument until it is unmounted; for bench/fuse_lookup.py. */
final class TrivialMount {
    private TrivialMount() {}

    public static void main(String[] args) throws Exception {
        Linux linux = Linux.system();
        long flags = Flags.MS_NOSUID | Flags.MS_NODEV;
        TrivialTree tree =
                new TrivialTree() {
                    @Override
                    public long init(FuseCall call, long offered) {
                        return FuseAbi.OVER_IO_URING;
                    }
                };
        try (RingPermission rings = RingPermission.take(linux);
                FuseMount mount =
                        FuseMount.make(
                                linux,
                                args[0],
                                "trivial",
                                "trivial",
                                flags,
                                "default_permissions")) {
            new FuseSession(linux, mount.transport(), tree, rings::putBack).run();
        }
    }
}
