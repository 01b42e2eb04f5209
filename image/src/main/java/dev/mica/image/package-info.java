/**
 * What an image is, without a byte of it on disk: names, digests, platforms, configs, manifests,
 * and the archives they travel in.
 *
 * <p>An image is a config and layers. The config is JSON whose digest is the image's id, so its
 * bytes are kept as they came ({@link dev.mica.image.ImageConfig}) and written only when a new
 * image is made ({@link dev.mica.image.ImageConfigBuilder}). It lists its layers by {@link
 * dev.mica.image.DiffId}; a layer and all below it together have a {@link dev.mica.image.ChainId}.
 * People name images by {@link dev.mica.image.Reference}, registries by the digest of a {@link
 * dev.mica.image.Manifest}.
 *
 * <p>Archives are read in one pass by {@link dev.mica.image.ArchiveIndex}: whoever reads the tar
 * unpacks layers as they come by and hands over the rest, and at the end is told which images there
 * are, from whatever age and program:
 *
 * <pre>
 * var index = new ArchiveIndex();
 * for (var entry = tar.next(); entry != null; entry = tar.next()) {
 *     switch (index.classify(name, size, head)) {
 *         case METADATA -> index.metadata(name, content);
 *         case LAYER -> index.layer(name, unpack(), null);
 *         case IGNORED -> {}
 *     }
 * }
 * for (ArchivedImage image : index.images(Platform.host())) { … }
 * </pre>
 *
 * <p>They are written by {@link dev.mica.image.SaveArchive} from a {@link dev.mica.image.SavePlan},
 * byte for byte as {@code docker save} of Docker 20.10 does.
 *
 * <p>All of it may come from a stranger. Whatever is broken, lies, or leads out of an archive ends
 * in an {@link dev.mica.image.ImageException}, with Docker's words where Docker has some; work and
 * memory are bounded by the input's size. Values are immutable and safe for use by many threads;
 * builders and {@code ArchiveIndex} are for one.
 */
@NullMarked
package dev.mica.image;

import org.jspecify.annotations.NullMarked;
