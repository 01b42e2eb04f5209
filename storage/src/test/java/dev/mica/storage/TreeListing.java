package dev.mica.storage;

import dev.mica.image.Digest;
import dev.mica.linux.Directory;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.StatBuffer;
import dev.mica.linux.TreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** A directory tree as text, a line a name, with all that a layer may say of it. */
final class TreeListing implements TreeVisitor {
    private final Path top;
    private final boolean times;
    private final Map<String, String> lines = new TreeMap<>();
    private final Map<Long, String> inodes = new HashMap<>();

    private TreeListing(Path top, boolean times) {
        this.top = top;
        this.times = times;
    }

    /** With times of modification. */
    static Map<String, String> of(Path top) {
        return of(top, true);
    }

    static Map<String, String> of(Path top, boolean times) {
        TreeListing listing = new TreeListing(top, times);
        try (Directory directory = Directory.open(Linux.system(), top.toString())) {
            directory.walk(listing);
        }
        return listing.lines;
    }

    @Override
    public boolean visit(Directory parent, String path, String name, StatBuffer stat) {
        StringBuilder line = new StringBuilder();
        String type =
                switch (stat.type()) {
                    case Flags.S_IFDIR -> "d";
                    case Flags.S_IFREG -> "f";
                    case Flags.S_IFLNK -> "l";
                    case Flags.S_IFCHR -> "c";
                    case Flags.S_IFBLK -> "b";
                    case Flags.S_IFIFO -> "p";
                    default -> "?";
                };
        line.append(
                String.format(
                        Locale.ROOT,
                        "%s %04o %d:%d",
                        type,
                        stat.mode() & 07777,
                        stat.uid(),
                        stat.gid()));
        if (times && !stat.isWhiteout()) {
            line.append(
                    String.format(
                            Locale.ROOT, " %d.%09d", stat.modifySeconds(), stat.modifyNanos()));
        }
        switch (type) {
            case "f" -> line.append(" ").append(content(path));
            case "l" -> line.append(" -> ").append(parent.readlink(name));
            case "c", "b" ->
                    line.append(" ")
                            .append(stat.deviceMajor())
                            .append(":")
                            .append(stat.deviceMinor());
            default -> {}
        }
        if (!stat.isDirectory() && stat.nlink() > 1 && !stat.isWhiteout()) {
            line.append(" = ").append(inodes.computeIfAbsent(stat.ino(), _ -> path));
        }
        for (String attribute : new TreeSet<>(parent.xattrs(name))) {
            byte[] value = parent.xattr(name, attribute);
            line.append(" ")
                    .append(attribute)
                    .append("=")
                    .append(value == null ? "" : HexFormat.of().formatHex(value));
        }
        lines.put(path, line.toString());
        return true;
    }

    private String content(String path) {
        try {
            byte[] bytes = Files.readAllBytes(top.resolve(path));
            boolean shown = bytes.length <= 32;
            return shown
                    ? new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).strip()
                    : bytes.length + " " + Digest.of(bytes).shortHex();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
