package dev.mica.linux;

/**
 * A terminal's size in characters; 0 where it is not known.
 *
 * @param rows lines
 * @param columns characters a line
 */
public record TerminalSize(int rows, int columns) {}
