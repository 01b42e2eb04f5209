package dev.mica.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar archive from a stream, entry by entry: v7, ustar, star, GNU and PAX, sparse files in
 * every GNU form. Reads ahead in large blocks and does not close the stream. Not thread-safe.
 *
 * <p>Accepts what Go's {@code archive/tar} accepts: an archive may end without its two blocks of
 * zeros, and what follows them is left to {@link #finish}. A header makes it allocate no more than
 * some MiB, whatever it claims. After an exception, it is good for nothing.
 */
public final class TarReader {
    /** What a PAX header or a long name may take; as in Go and libarchive. */
    private static final int SPECIAL_LIMIT = 1 << 20;

    private static final byte[] NOTHING = {};

    private final TarInput input;
    private final @Nullable TarSplitWriter split;
    private TarContent content;
    private long padding;
    private boolean ended;

    private PaxRecords records = PaxRecords.none();
    private byte[] longName = NOTHING;
    private byte[] longLink = NOTHING;

    public TarReader(InputStream source) {
        this(source, null);
    }

    /**
     * @param split is told everything that is not file content, and the checksum of what is; not
     *     closed. Call {@link #finish} for it to be complete.
     */
    public TarReader(InputStream source, @Nullable TarSplitWriter split) {
        this.input = new TarInput(source, split);
        this.split = split;
        this.content = new TarContent(input, 0);
    }

    /**
     * The next entry, or null at the end of the archive. What is left of the current one's content
     * is passed over.
     *
     * @throws ArchiveException when there is no valid header
     */
    public @Nullable TarEntry next() throws IOException {
        records = PaxRecords.none();
        longName = NOTHING;
        longLink = NOTHING;
        for (TarBlock block = header(); block != null; block = header()) {
            TarEntry.Builder header = TarHeader.parse(block);
            storedSize(header); // also where a record replaces it, it must not be negative
            switch (header.typeFlag()) {
                case 'x' -> records = PaxRecords.parse(special(header));
                case 'L' -> longName = untilNul(special(header));
                case 'K' -> longLink = untilNul(special(header));
                case 'g' -> {
                    return globalHeader(header);
                }
                default -> {
                    return entry(header, block);
                }
            }
        }
        ended = true;
        return null;
    }

    /**
     * Passes on what is left of the current entry's content, without copying it.
     *
     * @throws ArchiveException {@code unexpected EOF} when the archive ends before
     */
    public void transferTo(ContentSink sink) throws IOException {
        content.transferTo(sink);
    }

    /** What is left of the current entry's content; good until {@link #next}. */
    public InputStream content() {
        return content;
    }

    /** Reads the stream to its very end: what follows an archive's end belongs to its digest. */
    public void finish() throws IOException {
        content.skip();
        input.skipRaw(Long.MAX_VALUE);
        ended = true;
    }

    /** The next header block; null at the end of the archive. */
    private @Nullable TarBlock header() throws IOException {
        content.skip();
        if (ended || input.skipRaw(padding) < padding) {
            return null;
        }
        padding = 0;
        TarBlock block = input.block();
        if (block == null || !block.isZero()) {
            return block;
        }
        TarBlock second = input.block();
        if (second != null && !second.isZero()) {
            throw ArchiveException.invalidHeader();
        }
        return null;
    }

    /** The data of a header that says something about the next entry. */
    private byte[] special(TarEntry.Builder header) throws IOException {
        long size = header.size();
        if (size > SPECIAL_LIMIT) {
            boolean isThere = input.skipRaw(SPECIAL_LIMIT + 1) > SPECIAL_LIMIT;
            throw isThere ? ArchiveException.fieldTooLong() : ArchiveException.unexpectedEof();
        }
        padding = paddingAfter(size);
        return input.bytes((int) size);
    }

    private TarEntry globalHeader(TarEntry.Builder header) throws IOException {
        // the rest must be well-formed, and means nothing to a layer
        byte[] name = PaxRecords.parse(special(header)).bytes("path");
        if (name.length > 0) {
            header.name(name);
        }
        return begin(header.size(0), false);
    }

    private TarEntry entry(TarEntry.Builder header, TarBlock block) throws IOException {
        records.applyTo(header);
        if (longName.length > 0) {
            header.name(longName);
        }
        if (longLink.length > 0) {
            header.linkName(longLink);
        }
        if (header.typeFlag() == 0 && endsInSlash(header.name())) {
            header.typeFlag(EntryType.DIRECTORY.flag()); // as archives older than ustar have it
        }
        long stored = storedSize(header);
        content = new TarContent(input, stored);
        padding = paddingAfter(stored);
        SparseMap sparse = sparseMap(header, block);
        if (sparse == null) {
            return begin(header, false);
        }
        if (EntryType.of(header.typeFlag()).headerOnly()) {
            throw ArchiveException.invalidHeader();
        }
        content.makeSparse(sparse, header.size());
        return begin(header, true);
    }

    private @Nullable SparseMap sparseMap(TarEntry.Builder header, TarBlock block)
            throws IOException {
        if (header.typeFlag() == 'S') {
            if (TarFormat.of(block) != TarFormat.GNU) {
                throw ArchiveException.invalidHeader(); // star has another map in its place
            }
            header.size(block.number(TarBlock.GNU_REAL_SIZE, TarBlock.LONG));
            return SparseMap.ofGnu(block, input);
        }
        String version = records.text("GNU.sparse.major") + '.' + records.text("GNU.sparse.minor");
        boolean inRecords =
                switch (version) {
                    case "0.0", "0.1" -> true;
                    case "." -> !records.text(PaxRecords.SPARSE_MAP).isEmpty();
                    default -> false;
                };
        if (!inRecords && !version.equals("1.0")) {
            return null;
        }
        byte[] name = records.bytes("GNU.sparse.name");
        if (name.length > 0) {
            header.name(name);
        }
        byte[] size = records.bytes("GNU.sparse.size");
        byte[] realSize = size.length > 0 ? size : records.bytes("GNU.sparse.realsize");
        if (realSize.length > 0) {
            header.size(PaxRecords.number(realSize));
        }
        return inRecords ? SparseMap.ofRecords(records) : SparseMap.ofContent(content);
    }

    private TarEntry begin(TarEntry.Builder header, boolean sparse) throws IOException {
        TarEntry entry = header.build();
        if (split != null) {
            split.entry(entry, content.stored(), sparse);
        }
        return entry;
    }

    private static long storedSize(TarEntry.Builder header) {
        if (EntryType.of(header.typeFlag()).headerOnly()) {
            return 0;
        }
        if (header.size() < 0) {
            throw ArchiveException.invalidHeader();
        }
        return header.size();
    }

    private static long paddingAfter(long size) {
        return -size & (TarBlock.SIZE - 1);
    }

    private static boolean endsInSlash(byte[] name) {
        return name.length > 0 && name[name.length - 1] == '/';
    }

    private static byte[] untilNul(byte[] text) {
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return Arrays.copyOf(text, end);
    }
}
