/** System calls, descriptors, mounts and processes: the kernel as Mica's other rooms see it. */
@NullMarked
package dev.mica.linux;

import org.jspecify.annotations.NullMarked;
