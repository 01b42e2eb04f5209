package dev.mica.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tar archive: all that its headers say. Immutable; the arrays it returns are its
 * own and not to be changed.
 */
public final class TarEntry {
    private final byte[] name;
    private final byte[] linkName;
    private final EntryType type;
    private final char typeFlag;
    private final long size;
    private final int mode;
    private final long uid;
    private final long gid;
    private final String userName;
    private final String groupName;
    private final Instant modified;
    private final @Nullable Instant accessed;
    private final @Nullable Instant changed;
    private final long deviceMajor;
    private final long deviceMinor;
    private final Map<String, byte[]> xattrs;

    private TarEntry(Builder from) {
        name = from.name;
        linkName = from.linkName;
        type = from.type;
        typeFlag = from.typeFlag;
        size = from.size;
        mode = from.mode;
        uid = from.uid;
        gid = from.gid;
        userName = from.userName;
        groupName = from.groupName;
        modified = from.modified;
        accessed = from.accessed;
        changed = from.changed;
        deviceMajor = from.deviceMajor;
        deviceMinor = from.deviceMinor;
        xattrs =
                from.xattrs.isEmpty()
                        ? Map.of()
                        : Collections.unmodifiableMap(new LinkedHashMap<>(from.xattrs));
    }

    /** An entry to be filled in; a directory's name gets its slash when written. */
    public static Builder builder(EntryType type, byte[] name) {
        return new Builder(type, name);
    }

    /** As {@link #builder(EntryType, byte[])}, for a name in UTF-8. */
    public static Builder builder(EntryType type, String name) {
        return new Builder(type, name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name as it stands in the archive: unchecked and uncleaned, in no certain encoding. */
    public byte[] name() {
        return name;
    }

    /** The name for messages: what is not UTF-8 becomes a replacement character. */
    public String nameText() {
        return new String(name, StandardCharsets.UTF_8);
    }

    /** Where a link leads, as it stands in the archive; empty for what is no link. */
    public byte[] linkName() {
        return linkName;
    }

    /** {@link #linkName()} for messages. */
    public String linkText() {
        return new String(linkName, StandardCharsets.UTF_8);
    }

    public EntryType type() {
        return type;
    }

    /** The header's type byte; tells apart what {@link EntryType#OTHER} does not. */
    public char typeFlag() {
        return typeFlag;
    }

    /** Bytes of the file, holes included. An entry that is no file may claim one and has none. */
    public long size() {
        return size;
    }

    /** Permissions with set-uid, set-gid and sticky, and whatever else the header has. */
    public int mode() {
        return mode;
    }

    public long uid() {
        return uid;
    }

    public long gid() {
        return gid;
    }

    /** The owner's name on the machine where the archive was made; mostly empty. */
    public String userName() {
        return userName;
    }

    public String groupName() {
        return groupName;
    }

    /** When the content last changed; may be before 1970 and finer than a second. */
    public Instant modified() {
        return modified;
    }

    /** When it was last read, where the archive says so. */
    public Optional<Instant> accessed() {
        return Optional.ofNullable(accessed);
    }

    /** When its inode last changed, where the archive says so; no file system takes it. */
    public Optional<Instant> changed() {
        return Optional.ofNullable(changed);
    }

    public long deviceMajor() {
        return deviceMajor;
    }

    public long deviceMinor() {
        return deviceMinor;
    }

    /** Extended attributes by full name ({@code user.x}), in the archive's order; unchecked. */
    public Map<String, byte[]> xattrs() {
        return xattrs;
    }

    @Override
    public String toString() {
        return type + " " + nameText();
    }

    /** Fills in a {@link TarEntry}; not thread-safe. What is not set is zero or empty. */
    public static final class Builder {
        private static final byte[] NOTHING = {};

        private byte[] name;
        private EntryType type;
        private char typeFlag;
        private byte[] linkName = NOTHING;
        private long size;
        private int mode;
        private long uid;
        private long gid;
        private String userName = "";
        private String groupName = "";
        private Instant modified = Instant.EPOCH;
        private @Nullable Instant accessed;
        private @Nullable Instant changed;
        private long deviceMajor;
        private long deviceMinor;
        private final Map<String, byte[]> xattrs = new LinkedHashMap<>();

        private Builder(EntryType type, byte[] name) {
            this.type = type;
            this.typeFlag = type.flag();
            this.name = name;
        }

        public Builder name(byte[] value) {
            name = value;
            return this;
        }

        byte[] name() {
            return name;
        }

        char typeFlag() {
            return typeFlag;
        }

        long size() {
            return size;
        }

        /** The type as the header's byte has it. */
        Builder typeFlag(char value) {
            type = EntryType.of(value);
            typeFlag = value;
            return this;
        }

        public Builder linkName(byte[] value) {
            linkName = value;
            return this;
        }

        /** Bytes of a file's content; kept zero for all else. */
        public Builder size(long value) {
            size = value;
            return this;
        }

        public Builder mode(int value) {
            mode = value;
            return this;
        }

        public Builder uid(long value) {
            uid = value;
            return this;
        }

        public Builder gid(long value) {
            gid = value;
            return this;
        }

        public Builder userName(String value) {
            userName = value;
            return this;
        }

        public Builder groupName(String value) {
            groupName = value;
            return this;
        }

        public Builder modified(Instant value) {
            modified = value;
            return this;
        }

        public Builder accessed(Instant value) {
            accessed = value;
            return this;
        }

        public Builder changed(Instant value) {
            changed = value;
            return this;
        }

        public Builder device(long major, long minor) {
            deviceMajor = major;
            deviceMinor = minor;
            return this;
        }

        public Builder xattr(String attribute, byte[] value) {
            xattrs.put(attribute, value);
            return this;
        }

        public TarEntry build() {
            return new TarEntry(this);
        }
    }
}
