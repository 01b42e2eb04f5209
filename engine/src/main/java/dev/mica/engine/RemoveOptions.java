package dev.mica.engine;

/**
 * How a container is removed.
 *
 * @param volumes whether its anonymous volumes go too
 * @param force whether a running one is killed first
 * @param link whether only a link is meant, which Mica does not serve
 */
public record RemoveOptions(boolean volumes, boolean force, boolean link) {}
