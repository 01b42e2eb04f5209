@NullMarked
package dev.mica.storage;

import org.jspecify.annotations.NullMarked;
