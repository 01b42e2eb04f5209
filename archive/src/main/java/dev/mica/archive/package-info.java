/**
 * Tar archives as Docker reads and writes them, with no file system in sight: streams come in,
 * entries and bytes go out.
 *
 * <p>A layer is unpacked in one pass. {@link dev.mica.archive.Compression} takes the wrapping off,
 * a {@link dev.mica.archive.ReadAhead} hands the plain bytes to a digest on a thread of its own, a
 * {@link dev.mica.archive.TarReader} cuts them into entries, and a {@link
 * dev.mica.archive.TarSplitWriter} notes everything that is not file content, so that a {@link
 * dev.mica.archive.TarSplitAssembler} can later give back the very archive from the unpacked files:
 *
 * <pre>
 * try (var split = new TarSplitWriter(metadata);
 *         var plain = new ReadAhead(Compression.decompress(in), digest::update)) {
 *     var tar = new TarReader(plain, split);
 *     for (var entry = tar.next(); entry != null; entry = tar.next()) {
 *         switch (LayerName.of(LayerPath.clean(entry.name()))) { … }
 *         tar.transferTo(file);
 *     }
 *     tar.finish();
 * }
 * </pre>
 *
 * <p>What Go's {@code archive/tar} accepts is accepted here, since that is what made the images of
 * this world pass. Names are bytes; a tar knows no encoding.
 *
 * <p>Two kinds of failure leave this room: {@link java.io.IOException}s of the streams given to it,
 * passed on, and {@link dev.mica.archive.ArchiveException} for input that is broken, in Docker's
 * words where its users know some.
 */
@NullMarked
package dev.mica.archive;

import org.jspecify.annotations.NullMarked;
