@NullMarked
package dev.mica.dockerapi;

import org.jspecify.annotations.NullMarked;
