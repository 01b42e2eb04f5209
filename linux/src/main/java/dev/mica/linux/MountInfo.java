package dev.mica.linux;

import java.util.ArrayList;
import java.util.List;

/**
 * A mount, as a line of {@code /proc/self/mountinfo} tells it (proc(5)).
 *
 * @param id unique while the mount lasts
 * @param parent the id of the mount it is on
 * @param device {@code major:minor} of its file system
 * @param root the directory of that file system which is mounted here
 * @param mountPoint where, as this process sees it
 * @param options of the mount, such as {@code rw,relatime}
 * @param propagation such as {@code shared:1}, {@code master:2}, {@code unbindable}; none for
 *     private
 * @param type of the file system, such as {@code overlay}
 * @param source what was mounted; {@code none} or a word where nothing is
 * @param superOptions the file system's own, such as {@code rw,lowerdir=...}
 */
public record MountInfo(
        int id,
        int parent,
        String device,
        String root,
        String mountPoint,
        String options,
        List<String> propagation,
        String type,
        String source,
        String superOptions) {

    /** Parses the whole file. A line that is not understood is passed over. */
    static List<MountInfo> parse(byte[] content) {
        List<MountInfo> mounts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < content.length; i++) {
            if (content[i] == '\n') {
                List<String> fields = fields(content, start, i);
                int dash = fields.subList(Math.min(6, fields.size()), fields.size()).indexOf("-");
                if (dash >= 0 && fields.size() >= 6 + dash + 4) {
                    mounts.add(of(fields, 6 + dash));
                }
                start = i + 1;
            }
        }
        return mounts;
    }

    private static MountInfo of(List<String> fields, int dash) {
        return new MountInfo(
                Integer.parseInt(fields.get(0)),
                Integer.parseInt(fields.get(1)),
                fields.get(2),
                fields.get(3),
                fields.get(4),
                fields.get(5),
                List.copyOf(fields.subList(6, dash)),
                fields.get(dash + 1),
                fields.get(dash + 2),
                fields.get(dash + 3));
    }

    private static List<String> fields(byte[] content, int start, int end) {
        List<String> fields = new ArrayList<>(12);
        byte[] field = new byte[end - start];
        int length = 0;
        for (int i = start; i <= end; i++) {
            if (i == end || content[i] == ' ') {
                fields.add(Names.decode(field, 0, length));
                length = 0;
            } else if (content[i] == '\\' && i + 3 < end) {
                // blank, tab, newline, backslash and # are written as three octal digits
                field[length++] =
                        (byte)
                                ((content[i + 1] - '0') << 6
                                        | (content[i + 2] - '0') << 3
                                        | (content[i + 3] - '0'));
                i += 3;
            } else {
                field[length++] = content[i];
            }
        }
        return fields;
    }
}
