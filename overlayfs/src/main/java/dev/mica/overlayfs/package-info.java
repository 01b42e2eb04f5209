/**
 * The program {@code mica-fuse}: an overlay mount served by this process. {@link
 * dev.mica.overlayfs.FdLayers} reaches the layers by directory descriptors, {@link
 * dev.mica.overlayfs.OverlayHandler} says in FUSE's words what {@link dev.mica.overlay.Overlay}
 * answers, {@link dev.mica.overlayfs.MountOptions} reads what the kernel's overlayfs and
 * fuse-overlayfs take.
 */
@NullMarked
package dev.mica.overlayfs;

import org.jspecify.annotations.NullMarked;
