package dev.mica.linux;

/** The processor's system call numbers and the flag values that differ between processors. */
enum Arch {
    X86_64,
    AARCH64;

    /** The one this JVM runs on. */
    static final Arch HOST = host();

    private static Arch host() {
        String name = System.getProperty("os.arch", "");
        if (name.equals("amd64") || name.equals("x86_64")) {
            return X86_64;
        }
        if (name.equals("aarch64")) {
            return AARCH64;
        }
        throw new UnsupportedOperationException(
                "Mica runs on x86-64 and aarch64, and this JVM says os.arch=" + name);
    }

    /** The value for this processor. */
    static int pick(int x86, int aarch64) {
        return HOST == X86_64 ? x86 : aarch64;
    }
}
