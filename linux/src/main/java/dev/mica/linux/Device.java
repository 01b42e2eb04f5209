package dev.mica.linux;

/** Device numbers: the kernel's split of major and minor in a {@code dev_t} (makedev(3)). */
final class Device {
    private Device() {}

    static long join(int major, int minor) {
        long high = major & 0xFFFFFFFFL;
        long low = minor & 0xFFFFFFFFL;
        return (high & 0xFFFFF000L) << 32
                | (high & 0xFFFL) << 8
                | (low & 0xFFFFFF00L) << 12
                | (low & 0xFFL);
    }
}
