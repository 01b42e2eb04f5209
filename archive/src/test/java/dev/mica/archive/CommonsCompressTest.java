package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another implementation agrees on archives of all kinds. */
class CommonsCompressTest {
    private static final int RUNS = 60;

    /** How the other implementation is told to write. */
    enum Style {
        POSIX,
        GNU;

        void set(TarArchiveOutputStream tar) {
            boolean posix = this == POSIX;
            tar.setAddPaxHeadersForNonAsciiNames(posix);
            tar.setLongFileMode(
                    posix
                            ? TarArchiveOutputStream.LONGFILE_POSIX
                            : TarArchiveOutputStream.LONGFILE_GNU);
            tar.setBigNumberMode(
                    posix
                            ? TarArchiveOutputStream.BIGNUMBER_POSIX
                            : TarArchiveOutputStream.BIGNUMBER_STAR);
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(Style style) throws IOException {
        for (long seed = 0; seed < RUNS; seed++) {
            RandomEntries random = new RandomEntries(seed);
            List<TarEntry> entries = random.next();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream contents = new ByteArrayOutputStream();
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
                style.set(tar);
                for (TarEntry entry : entries) {
                    tar.putArchiveEntry(theirs(entry, style));
                    byte[] content = random.content(entry);
                    contents.writeBytes(content);
                    tar.write(content);
                    tar.closeArchiveEntry();
                }
            }
            byte[] archive = out.toByteArray();

            TarReader tar = new TarReader(new ByteArrayInputStream(archive));
            ByteArrayOutputStream read = new ByteArrayOutputStream();
            for (TarEntry entry : entries) {
                TarEntry found = tar.next();
                assertThat(found).as("seed %d", seed).isNotNull();
                assertSame(found, entry, style == Style.POSIX, seed);
                tar.transferTo(read::write);
            }
            assertThat(tar.next()).as("seed %d", seed).isNull();
            assertThat(read.toByteArray()).as("seed %d", seed).isEqualTo(contents.toByteArray());
            assertThat(Unpacked.of(archive).assembled()).as("seed %d", seed).isEqualTo(archive);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReadByIt(TarWriter.Times times) throws IOException {
        for (long seed = 1000; seed < 1000 + RUNS; seed++) {
            RandomEntries random = new RandomEntries(seed);
            List<TarEntry> entries = random.next();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream contents = new ByteArrayOutputStream();
            try (TarWriter tar = new TarWriter(out, times)) {
                for (TarEntry entry : entries) {
                    tar.entry(entry);
                    byte[] content = random.content(entry);
                    contents.writeBytes(content);
                    tar.write(content, 0, content.length);
                }
            }
            byte[] archive = out.toByteArray();

            ByteArrayOutputStream read = new ByteArrayOutputStream();
            try (TarArchiveInputStream tar =
                    new TarArchiveInputStream(new ByteArrayInputStream(archive), "UTF-8")) {
                for (TarEntry entry : entries) {
                    assertSame(ours(tar.getNextEntry()), entry, true, seed);
                    read.writeBytes(tar.readAllBytes());
                }
                assertThat(tar.getNextEntry()).as("seed %d", seed).isNull();
            }
            assertThat(read.toByteArray()).as("seed %d", seed).isEqualTo(contents.toByteArray());
            assertThat(Unpacked.of(archive).assembled()).as("seed %d", seed).isEqualTo(archive);
        }
    }

    private static void assertSame(TarEntry found, TarEntry wanted, boolean xattrs, long seed) {
        String what = "seed " + seed + ": " + wanted;
        assertThat(found.type()).as(what).isEqualTo(wanted.type());
        assertThat(withoutSlash(found)).as(what).isEqualTo(wanted.nameText());
        assertThat(found.linkText()).as(what).isEqualTo(wanted.linkText());
        assertThat(found.size()).as(what).isEqualTo(wanted.size());
        assertThat(found.mode() & 07777).as(what).isEqualTo(wanted.mode());
        assertThat(found.uid()).as(what).isEqualTo(wanted.uid());
        assertThat(found.gid()).as(what).isEqualTo(wanted.gid());
        assertThat(found.userName()).as(what).isEqualTo(wanted.userName());
        assertThat(found.groupName()).as(what).isEqualTo(wanted.groupName());
        assertThat(found.modified()).as(what).isEqualTo(wanted.modified());
        assertThat(found.deviceMajor()).as(what).isEqualTo(wanted.deviceMajor());
        assertThat(found.deviceMinor()).as(what).isEqualTo(wanted.deviceMinor());
        if (xattrs) {
            assertThat(found.xattrs().keySet()).as(what).isEqualTo(wanted.xattrs().keySet());
            wanted.xattrs()
                    .forEach((k, v) -> assertThat(found.xattrs().get(k)).as(what).isEqualTo(v));
        }
    }

    private static String withoutSlash(TarEntry entry) {
        String name = entry.nameText();
        boolean slash = entry.type() == EntryType.DIRECTORY && name.endsWith("/");
        return slash ? name.substring(0, name.length() - 1) : name;
    }

    private static TarArchiveEntry theirs(TarEntry entry, Style style) {
        byte flag =
                switch (entry.type()) {
                    case FILE -> TarConstants.LF_NORMAL;
                    case HARD_LINK -> TarConstants.LF_LINK;
                    case SYMLINK -> TarConstants.LF_SYMLINK;
                    case CHAR_DEVICE -> TarConstants.LF_CHR;
                    case BLOCK_DEVICE -> TarConstants.LF_BLK;
                    case DIRECTORY -> TarConstants.LF_DIR;
                    case FIFO -> TarConstants.LF_FIFO;
                    case GLOBAL_HEADER, OTHER -> throw new AssertionError(entry);
                };
        String slash = entry.type() == EntryType.DIRECTORY ? "/" : "";
        TarArchiveEntry theirs = new TarArchiveEntry(entry.nameText() + slash, flag);
        theirs.setLinkName(entry.linkText());
        theirs.setSize(entry.size());
        theirs.setMode(entry.mode());
        theirs.setUserId(entry.uid());
        theirs.setGroupId(entry.gid());
        theirs.setUserName(entry.userName());
        theirs.setGroupName(entry.groupName());
        theirs.setLastModifiedTime(FileTime.from(entry.modified()));
        theirs.setDevMajor((int) entry.deviceMajor());
        theirs.setDevMinor((int) entry.deviceMinor());
        if (style == Style.POSIX) {
            entry.xattrs()
                    .forEach(
                            (k, v) ->
                                    theirs.addPaxHeader("SCHILY.xattr." + k, new String(v, UTF_8)));
        }
        return theirs;
    }

    private static TarEntry ours(TarArchiveEntry theirs) {
        EntryType type = EntryType.of((char) theirs.getLinkFlag());
        TarEntry.Builder entry =
                TarEntry.builder(type, theirs.getName())
                        .linkName(theirs.getLinkName().getBytes(UTF_8))
                        .size(theirs.getSize())
                        .mode(theirs.getMode())
                        .uid(theirs.getLongUserId())
                        .gid(theirs.getLongGroupId())
                        .userName(theirs.getUserName())
                        .groupName(theirs.getGroupName())
                        .modified(theirs.getLastModifiedTime().toInstant())
                        .device(theirs.getDevMajor(), theirs.getDevMinor());
        theirs.getExtraPaxHeaders()
                .forEach(
                        (key, value) ->
                                entry.xattr(
                                        key.substring("SCHILY.xattr.".length()),
                                        value.getBytes(UTF_8)));
        return entry.build();
    }
}
