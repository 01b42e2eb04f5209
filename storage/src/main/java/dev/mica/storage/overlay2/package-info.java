/**
 * Docker's {@code overlay2} driver: kernel overlay mounts over one directory a layer, on disk byte
 * for byte as dockerd 20.10 has it.
 *
 * <pre>
 * overlay2/                      0710
 *   l/                           0700
 *     ABCDEFGHIJKLMNOPQRSTUVWXYZ -> ../ID/diff        26 characters of base32
 *   ID/                          0710
 *     diff/                      0755   the layer's own tree
 *     link                       0644   its name in l/, no newline
 *     lower                      0644   l/X:l/Y:… nearest parent first, no newline; not in a base layer
 *     work/                      0700   the kernel's; not in a base layer
 *     committed                  0600   empty; there once another layer stands on this one
 *     merged/                           the mount point, while mounted
 * </pre>
 *
 * <p>The short links exist because the kernel reads one page of mount options: 128 of them fit,
 * given relative to the driver's home.
 */
@NullMarked
package dev.mica.storage.overlay2;

import org.jspecify.annotations.NullMarked;
