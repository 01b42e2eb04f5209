/**
 * What a storage driver is, and how one is plugged in.
 *
 * <p>A {@link dev.mica.storage.spi.StorageDriver} keeps directory trees ("layers") under ids of the
 * caller's choosing, each an addition to at most one parent, and says how to show one merged with
 * all its ancestors. It knows neither images nor containers: {@link dev.mica.storage.LayerStore}
 * gives those meaning. Rooms outside {@code storage} need this package only to name a driver and to
 * read its {@link dev.mica.storage.spi.Change changes}.
 */
@NullMarked
package dev.mica.storage.spi;

import org.jspecify.annotations.NullMarked;
