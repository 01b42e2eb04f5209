/** The kernel's error numbers, their names and texts, and the one exception that carries them. */
@NullMarked
package dev.mica.errno;

import org.jspecify.annotations.NullMarked;
