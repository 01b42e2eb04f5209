package dev.mica.engine;

import java.time.Instant;

/**
 * A volume of the driver {@code local}.
 *
 * @param name 64 hexadecimal digits
 * @param mountpoint the directory on the host
 * @param created when it was made
 */
public record Volume(String name, String mountpoint, Instant created) {}
