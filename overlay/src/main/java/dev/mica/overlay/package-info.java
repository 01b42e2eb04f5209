/**
 * The union rules of overlayfs, over any file system that can say what {@link
 * dev.mica.overlay.LayerBackend} asks.
 *
 * <p><b>The model.</b> A {@link dev.mica.overlay.LayerStack} is directory trees from top to bottom:
 * an upper, which takes all changes, and lowers, which are never written. An {@link
 * dev.mica.overlay.Overlay} shows them as one tree of {@link dev.mica.overlay.Node}s. A node is a
 * file as its users know it: it stays the same while copy-up moves its content from a lower to the
 * upper, while it is renamed, and after its last name is gone, for as long as somebody refers to
 * it.
 *
 * <p><b>What a name means</b> is decided once for a whole directory, when its first name is asked
 * for: the {@link dev.mica.overlay.Listing} merges the names of all layers and is kept. So an
 * absent name costs no system call, and what is listed, looked up and counted agrees.
 *
 * <p><b>Where a rule is found.</b>
 *
 * <ul>
 *   <li>{@link dev.mica.overlay.Merge}: which names a directory has; whiteouts, opaque directories,
 *       and which layers' directories make one.
 *   <li>{@link dev.mica.overlay.CopyUp}: how a lower's file comes into the upper.
 *   <li>{@link dev.mica.overlay.Creation}, {@link dev.mica.overlay.Removal}, {@link
 *       dev.mica.overlay.Renaming}: what a change of names does to the upper.
 *   <li>{@link dev.mica.overlay.Marks}: the union's own extended attributes.
 * </ul>
 *
 * <p>Sources: the kernel's {@code Documentation/filesystems/overlayfs.rst}, and what its overlayfs
 * was seen to do.
 */
@NullMarked
package dev.mica.overlay;

import org.jspecify.annotations.NullMarked;
