package dev.mica.testkit;

import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A tree as a reader of it sees it: type, mode, owner, content. A line a name. */
final class MergedTree implements TreeVisitor {
    private static final int SHOWN = 256;

    private final Map<String, String> lines = new TreeMap<>();

    private MergedTree() {}

    static Map<String, String> of(Linux linux, Path top) {
        MergedTree tree = new MergedTree();
        try (Directory directory = Directory.open(linux, top.toString())) {
            directory.walk(tree);
        }
        return tree.lines;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        String what =
                switch (stat.type()) {
                    case Flags.S_IFDIR -> "directory";
                    case Flags.S_IFREG -> "file " + content(parent, name);
                    case Flags.S_IFLNK -> "link " + parent.readlink(name);
                    default -> "other";
                };
        lines.put(
                path,
                Integer.toOctalString(stat.mode() & 07777)
                        + " "
                        + stat.uid()
                        + ":"
                        + stat.gid()
                        + " "
                        + what);
        return true;
    }

    private static String content(Directory parent, String name) {
        try (Fd fd = parent.openRegular(name)) {
            ByteBuffer content = ByteBuffer.allocate(SHOWN);
            while (content.hasRemaining() && fd.read(content) > 0) {
                // more may come
            }
            return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8);
        }
    }
}
