package dev.mica.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads whole archives in memory. */
final class Listing {
    private Listing() {}

    /** An entry with its content. */
    record Item(TarEntry entry, String content) {}

    static List<Item> of(byte[] archive) throws IOException {
        TarReader tar = new TarReader(new ByteArrayInputStream(archive));
        List<Item> items = new ArrayList<>();
        for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            tar.transferTo(content::write);
            items.add(new Item(entry, content.toString(ISO_8859_1)));
        }
        tar.finish();
        return items;
    }

    /** The only entry of an archive. */
    static TarEntry only(byte[] archive) throws IOException {
        List<Item> items = of(archive);
        if (items.size() != 1) {
            throw new AssertionError("expected one entry, found " + items);
        }
        return items.getFirst().entry();
    }

    static List<String> names(byte[] archive) throws IOException {
        return of(archive).stream().map(i -> new String(i.entry().name(), ISO_8859_1)).toList();
    }
}
