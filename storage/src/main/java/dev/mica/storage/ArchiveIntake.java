package dev.mica.storage;

import dev.mica.archive.TarReader;
import dev.mica.image.ArchiveIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes the members of an image archive as they come: small ones go to the index, layers to threads
 * that unpack them. Not thread-safe.
 */
final class ArchiveIntake {
    /** Layers being unpacked at the same time; more would only share the same processors. */
    private static final int AT_ONCE = 4;

    private static final int BUFFER = 256 * 1024;
    private static final long PROGRESS_STEP = 512 * 1024;
    private static final int SHORT_ID = 12;

    private record Pending(String name, LayerIntake intake) {}

    private final ArchiveIndex index = new ArchiveIndex();
    private final LayerStaging staging;
    private final LoadProgress progress;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Map<String, StagedLayer> layers = new HashMap<>();
    private final byte[] buffer = new byte[BUFFER];

    ArchiveIntake(LayerStaging staging, LoadProgress progress) {
        this.staging = staging;
        this.progress = progress;
    }

    ArchiveIndex index() {
        return index;
    }

    /** What was unpacked of a member, by its name, links followed. */
    StagedLayer layer(String member) {
        StagedLayer layer = layers.get(member);
        if (layer == null) {
            throw new IllegalArgumentException("no layer was unpacked of " + member);
        }
        return layer;
    }

    /** Takes the current entry, a regular file. */
    void file(String name, long size, TarReader tar) throws IOException {
        InputStream content = tar.content();
        byte[] head = content.readNBytes((int) Math.min(size, ArchiveIndex.HEAD_SIZE));
        switch (index.classify(name, size, head)) {
            case METADATA -> {
                byte[] all = new byte[Math.toIntExact(size)];
                System.arraycopy(head, 0, all, 0, head.length);
                content.readNBytes(all, head.length, all.length - head.length);
                index.metadata(name, all);
            }
            case LAYER -> layer(name, size, head, content);
            case IGNORED -> {}
        }
    }

    private void layer(String name, long size, byte[] head, InputStream content)
            throws IOException {
        if (pending.size() >= AT_ONCE) {
            finishOldest();
        }
        String id = shortName(name);
        progress.layer(id, 0, size);
        LayerIntake intake = staging.begin();
        pending.add(new Pending(name, intake));
        intake.write(head, 0, head.length);
        long read = head.length;
        long told = 0;
        int count;
        while ((count = content.read(buffer)) > 0) {
            intake.write(buffer, 0, count);
            read += count;
            if (read - told >= PROGRESS_STEP) {
                told = read;
                progress.layer(id, read, size);
            }
        }
        intake.complete();
        progress.layer(id, size, size);
    }

    /** The directory's or the blob's name, which mostly is a digest, cut as Docker cuts ids. */
    private static String shortName(String member) {
        String name = member;
        if (name.endsWith("/layer.tar")) {
            name = name.substring(0, name.length() - "/layer.tar".length());
        }
        name = name.substring(name.lastIndexOf('/') + 1);
        return name.length() > SHORT_ID ? name.substring(0, SHORT_ID) : name;
    }

    /** Waits for all layers to be unpacked. */
    void finish() throws IOException {
        while (!pending.isEmpty()) {
            finishOldest();
        }
    }

    private void finishOldest() throws IOException {
        Pending oldest = pending.remove();
        StagedLayer layer = oldest.intake.finish();
        index.layer(oldest.name, layer.diffId(), layer.blob());
        layers.put(ArchiveIndex.cleanName(oldest.name), layer);
    }
}
