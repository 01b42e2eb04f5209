/**
 * Docker's data-root, read and written as dockerd 20.10 does, byte for byte, so that either engine
 * goes on where the other stopped.
 *
 * <p>The rooms' words: an image is a config and a stack of layers. Each <em>layer</em> is a
 * directory of the {@link dev.mica.storage.spi.StorageDriver}, under a random id, and a record in
 * the books of the {@link dev.mica.storage.LayerStore}, under its {@link dev.mica.image.ChainId}.
 * {@link dev.mica.storage.ImageStore} holds the configs, {@link dev.mica.storage.ReferenceStore}
 * the names. A container has a layer of its own, a {@link dev.mica.storage.ReadWriteLayer}, on an
 * init layer, on its image's.
 *
 * <pre>{@code
 * DataRoot root = DataRoot.open(Linux.system(), Path.of("/var/lib/mica"));
 * OpenedDriver driver = DriverRegistry.standard().open(root, Optional.empty(), List.of());
 * LayerStore layers = LayerStore.open(root, driver);
 * ImageStore images = ImageStore.open(root, layers);
 * ReferenceStore names = ReferenceStore.open(root, layers.driverName());
 *
 * new ImageLoader(layers, images, names).load(archive, Platform.host(), LoadProgress.SILENT);
 * }</pre>
 *
 * <p>A layer comes in as one stream, in one pass: it is digested on the thread that reads it and
 * unpacked on another, straight to where it will stay, while its {@code tar-split} record is
 * written beside it. What is still on its way is nobody's: {@link dev.mica.storage.LayerStaging}
 * files the layers of an image together, after one sync of the file system, and removes what was
 * not filed.
 *
 * <p>Two rules hold everywhere. <em>Durable before visible</em>: whoever can see a layer, an image
 * or a name can rely on it after a power cut. <em>Nothing is left</em>: what fails is removed at
 * once, and what a crash left by the next start, which touches nothing that Mica did not make.
 */
@NullMarked
package dev.mica.storage;

import org.jspecify.annotations.NullMarked;
