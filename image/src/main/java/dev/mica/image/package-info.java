@NullMarked
package dev.mica.image;

import org.jspecify.annotations.NullMarked;
