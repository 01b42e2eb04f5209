/** The only room with {@code java.lang.foreign}: every call to the kernel goes through here. */
module dev.mica.linux {
    requires transitive dev.mica.errno;
    requires static org.jspecify;

    exports dev.mica.linux;
}
