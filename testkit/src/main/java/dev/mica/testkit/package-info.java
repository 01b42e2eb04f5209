@NullMarked
package dev.mica.testkit;

import org.jspecify.annotations.NullMarked;
