@NullMarked
package dev.mica.registry;

import org.jspecify.annotations.NullMarked;
