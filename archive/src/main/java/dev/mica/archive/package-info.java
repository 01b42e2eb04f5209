@NullMarked
package dev.mica.archive;

import org.jspecify.annotations.NullMarked;
