@NullMarked
package dev.mica.engine;

import org.jspecify.annotations.NullMarked;
