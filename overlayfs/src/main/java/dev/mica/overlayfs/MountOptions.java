package dev.mica.overlayfs;

import dev.mica.linux.Flags;
import dev.mica.overlay.LayerStack.Redirects;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code -o} says: the options of the kernel's overlayfs and of fuse-overlayfs. */
final class MountOptions {
    /** One of them holds. */
    private static final long ATIME = Flags.MS_NOATIME | Flags.MS_RELATIME | Flags.MS_STRICTATIME;

    /** A flag of mount(2), and the words that set and clear it. */
    private record Flag(String on, String off, long bit) {}

    private static final List<Flag> FLAGS =
            List.of(
                    new Flag("ro", "rw", Flags.MS_RDONLY),
                    new Flag("nosuid", "suid", Flags.MS_NOSUID),
                    new Flag("nodev", "dev", Flags.MS_NODEV),
                    new Flag("noexec", "exec", Flags.MS_NOEXEC),
                    new Flag("sync", "async", Flags.MS_SYNCHRONOUS),
                    new Flag("dirsync", "nodirsync", Flags.MS_DIRSYNC),
                    new Flag("nosymfollow", "symfollow", Flags.MS_NOSYMFOLLOW),
                    new Flag("nodiratime", "diratime", Flags.MS_NODIRATIME),
                    new Flag("noatime", "atime", Flags.MS_NOATIME),
                    new Flag("relatime", "norelatime", Flags.MS_RELATIME),
                    new Flag("strictatime", "nostrictatime", Flags.MS_STRICTATIME));

    final List<String> lowers = new ArrayList<>();

    /** Layers below them that have nothing but data for files without. */
    final List<String> dataLayers = new ArrayList<>();

    @Nullable String upper;
    @Nullable String work;
    boolean isVolatile;
    boolean userXattr;
    boolean aufs = true;
    boolean remount;

    /** Of {@code mount(2)}, as {@code MS_} bits. */
    long flags;

    boolean passthrough = true;
    @Nullable Boolean allowOther;
    private @Nullable Redirects redirects;
    private boolean metacopy;
    IdMap users = IdMap.SAME;
    IdMap groups = IdMap.SAME;
    String source = "mica-fuse";
    String subtype = "mica-fuse";

    /** What was not understood, to be named. */
    final List<String> ignored = new ArrayList<>();

    /**
     * Takes options apart.
     *
     * @throws BadOptionException that names the option
     */
    static MountOptions parse(List<String> texts) {
        MountOptions options = new MountOptions();
        for (String text : texts) {
            for (String option : split(text, ',')) {
                if (!option.isEmpty()) {
                    options.take(option);
                }
            }
        }
        if (options.userXattr) {
            options.redirects(true);
        }
        return options;
    }

    /** Parts between separators; a backslash takes the meaning from the next character. */
    static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
                part.append(c);
            } else if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c);
        }
        return plain.toString();
    }

    private void take(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        String value = equals < 0 ? "" : option.substring(equals + 1);
        switch (name) {
            case "lowerdir" -> {
                lowers.clear();
                dataLayers.clear();
                lowerDirectories(option, value);
            }
            case "lowerdir+" -> lowers.add(unescape(value));
            case "datadir+" -> dataLayers.add(unescape(value));
            case "upperdir" -> upper = unescape(value);
            case "workdir" -> work = unescape(value);
            case "volatile" -> isVolatile = true;
            case "userxattr" -> userXattr = true;
            case "aufs" -> aufs = isOn(option, value);
            case "passthrough" -> passthrough = isOn(option, value);
            case "allow_other" -> allowOther = true;
            case "remount" -> remount = true;
            case "fsname" -> source = unescape(value);
            case "subtype" -> subtype = unescape(value);
            case "redirect_dir" ->
                    redirects =
                            switch (value) {
                                case "on" -> Redirects.MADE;
                                case "off", "follow" -> Redirects.FOLLOWED;
                                case "nofollow" -> Redirects.REFUSED;
                                default ->
                                        throw new BadOptionException(
                                                option, "the value is on, off, follow or nofollow");
                            };
            case "metacopy" -> metacopy = isOn(option, value);
            case "index", "xino", "nfs_export", "verity" -> check(option, name, value);
            case "uidmapping" -> users = IdMap.ranges(option, value);
            case "gidmapping" -> groups = IdMap.ranges(option, value);
            case "squash_to_uid" -> users = IdMap.squash(option, value);
            case "squash_to_gid" -> groups = IdMap.squash(option, value);
            case "squash_to_root" -> {
                users = IdMap.squash(option, "0");
                groups = users;
            }
            case "xattr_permissions" -> {
                if (!value.equals("0")) {
                    throw new BadOptionException(option, "only 0 is served");
                }
            }
            case "defaults", "private", "default_permissions", "user_id", "group_id" -> {}
            case "uuid", "fsync", "timeout", "threaded", "fast_ino", "noxattrs", "plugins" -> {}
            case "static_nlink", "noacl", "ino32_t", "max_write", "context" -> {}
            default -> {
                if (!isFlag(name)) {
                    unknown(option, name);
                }
            }
        }
    }

    /** Takes a word that sets or clears a flag: whether it is one. */
    private boolean isFlag(String name) {
        for (Flag flag : FLAGS) {
            if (name.equals(flag.on)) {
                flags = ((flag.bit & ATIME) != 0 ? flags & ~ATIME : flags) | flag.bit;
                return true;
            }
            if (name.equals(flag.off)) {
                flags &= ~flag.bit;
                return true;
            }
        }
        return false;
    }

    /** Layers between single colons; behind a double one each is of data alone. */
    private void lowerDirectories(String option, String value) {
        boolean data = false;
        boolean empty = false;
        for (String lower : split(value, ':')) {
            if (lower.isEmpty()) {
                if (empty || lowers.isEmpty()) {
                    throw new BadOptionException(option, "an empty path is no layer");
                }
                empty = true;
                continue;
            }
            if (data && !empty) {
                throw new BadOptionException(
                        option, "a layer that shows names cannot be below one of data alone");
            }
            data |= empty;
            empty = false;
            (data ? dataLayers : lowers).add(unescape(lower));
        }
        if (empty) {
            throw new BadOptionException(option, "an empty path is no layer");
        }
    }

    private static boolean isOn(String option, String value) {
        return switch (value) {
            case "", "on" -> true;
            case "off" -> false;
            default -> throw new BadOptionException(option, "the value is on or off");
        };
    }

    /** Features that are off, and cannot be asked for yet. */
    private static void check(String option, String name, String value) {
        boolean off =
                switch (value) {
                    case "off", "nofollow" -> true;
                    case "auto" -> name.equals("xino");
                    default -> false;
                };
        if (!off) {
            throw new BadOptionException(option, "not served: leave it out or turn it off");
        }
    }

    /**
     * What is done with directories that were renamed.
     *
     * @param userMarks whether users can write the marks: those lead nowhere
     */
    Redirects redirects(boolean userMarks) {
        if (redirects == null) {
            return userMarks ? Redirects.REFUSED : metacopy ? Redirects.MADE : Redirects.FOLLOWED;
        }
        if (userMarks && redirects != Redirects.REFUSED) {
            throw new BadOptionException(
                    "option redirect_dir: marks are users' own here (userxattr, or a user"
                            + " namespace), so nofollow alone is served");
        }
        return redirects;
    }

    /**
     * Whether files may be without data. Names of such files are followed, so that goes with
     * redirects that are made.
     *
     * @param userMarks whether users can write the marks: then it is left alone, as by the kernel
     *     where it cannot write them
     */
    boolean metacopy(boolean userMarks) {
        if (!metacopy) {
            if (!dataLayers.isEmpty()) {
                throw new BadOptionException(
                        "option lowerdir: layers of data alone need metacopy=on");
            }
            return false;
        }
        if (userXattr) {
            throw new BadOptionException("conflicting options: userxattr,metacopy=on");
        }
        boolean made = upper == null ? redirects != Redirects.REFUSED : redirects == Redirects.MADE;
        if (redirects != null && !made) {
            throw new BadOptionException(
                    "conflicting options: metacopy=on needs redirect_dir=on, or follow without an"
                            + " upperdir");
        }
        return !userMarks;
    }

    private void unknown(String option, String name) {
        for (String known : List.of("ro", "verity", "context", "nosuid", "nodev", "noexec")) {
            if (distance(name, known) <= (known.length() > 2 ? 2 : 1)) {
                throw new BadOptionException(option, "no such option; is it " + known + "?");
            }
        }
        ignored.add(option);
    }

    /** How many letters differ: inserted, left out or replaced. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int change = corner + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), change);
                corner = above;
            }
        }
        return row[b.length()];
    }

    /** An option that cannot be served. */
    static final class BadOptionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadOptionException(String message) {
            super(message);
        }

        BadOptionException(String option, String why) {
            this("option " + option + ": " + why);
        }
    }
}
