package dev.mica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The layer of configuration: what programs expect to find besides their libraries. */
final class HostSettings {

    private static final String PASSWD =
            """
            root:x:0:0:root:/root:/bin/sh
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """;

    private static final String GROUP =
            """
            root:x:0:
            tty:x:5:
            nogroup:x:65534:
            """;

    private static final String NSSWITCH =
            """
            passwd: files
            group:  files
            hosts:  files dns
            """;

    /** What a container's terminal is mostly called. */
    private static final List<String> TERMINALS =
            List.of("d/dumb", "l/linux", "s/screen", "v/vt100", "x/xterm", "x/xterm-256color");

    private HostSettings() {}

    /** Adds users, groups, where names are looked up, and what the programs' libraries read. */
    static void addTo(HostTree tree, HostPrograms found) throws IOException {
        tree.add(Path.of("/etc/passwd"), new HostEntry.Written(PASSWD, 0644));
        tree.add(Path.of("/etc/group"), new HostEntry.Written(GROUP, 0644));
        tree.add(Path.of("/etc/nsswitch.conf"), new HostEntry.Written(NSSWITCH, 0644));
        tree.add(Path.of("/root"), new HostEntry.Folder(0700, 0, 0));
        tree.add(Path.of("/tmp"), new HostEntry.Folder(01777, 0, 0));
        if (found.cacheUsed()) {
            tree.add(Path.of("/etc/ld.so.cache"));
        }
        if (found.libraries().stream().anyMatch(HostSettings::readsTerminfo)) {
            for (String terminal : TERMINALS) {
                for (String folder :
                        List.of("/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo")) {
                    Path file = Path.of(folder, terminal);
                    if (Files.exists(tree.onHost(file))) {
                        tree.add(file);
                    }
                }
            }
        }
    }

    private static boolean readsTerminfo(Path library) {
        String name = String.valueOf(library.getFileName());
        return name.startsWith("libtinfo.") || name.startsWith("libncurses");
    }
}
