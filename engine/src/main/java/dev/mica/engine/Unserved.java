package dev.mica.engine;

/** Refuses, by name, every option of Docker's that Mica does not serve. */
final class Unserved {

    private Unserved() {}
}
