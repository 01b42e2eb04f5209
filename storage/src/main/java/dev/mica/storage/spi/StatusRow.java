package dev.mica.storage.spi;

/**
 * One line of {@code docker info}'s storage driver block, in the driver's order.
 *
 * @param name such as {@code Backing Filesystem}
 * @param value such as {@code extfs}
 */
public record StatusRow(String name, String value) {}
