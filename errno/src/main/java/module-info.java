/** The kernel's error numbers and the one exception that carries them; every room may use it. */
module dev.mica.errno {
    requires static org.jspecify;

    exports dev.mica.errno;
}
