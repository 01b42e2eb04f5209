package dev.mica.dockerapi;

/**
 * One line of the table in {@link ApiRoutes}.
 *
 * @param method the request's method, in upper case
 * @param template the path without its version
 */
record Route(String method, PathTemplate template, Handler handler) {}
