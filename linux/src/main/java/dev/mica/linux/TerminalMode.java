package dev.mica.linux;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How a terminal is set: the kernel's {@code struct termios}. Immutable. */
public final class TerminalMode {

    static final int SIZE = 36;

    // IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON
    private static final int INPUT = 0x5EB;
    private static final int OPOST = 0x1;
    // ECHO ECHONL ICANON ISIG IEXTEN
    private static final int LOCAL = 0x804B;
    private static final int PARENB = 0x100;
    private static final int CS8 = 0x30;
    private static final int VTIME = 5;
    private static final int VMIN = 6;

    private final int input;
    private final int output;
    private final int control;
    private final int local;
    private final byte[] characters;

    private TerminalMode(int input, int output, int control, int local, byte[] characters) {
        this.input = input;
        this.output = output;
        this.control = control;
        this.local = local;
        this.characters = characters;
    }

    static TerminalMode read(ByteBuffer memory, int at) {
        byte[] characters = new byte[SIZE - 16];
        memory.get(at + 16, characters);
        return new TerminalMode(
                memory.getInt(at),
                memory.getInt(at + 4),
                memory.getInt(at + 8),
                memory.getInt(at + 12),
                characters);
    }

    void write(ByteBuffer memory, int at) {
        memory.putInt(at, input);
        memory.putInt(at + 4, output);
        memory.putInt(at + 8, control);
        memory.putInt(at + 12, local);
        memory.put(at + 16, characters);
    }

    /**
     * This mode made raw, as {@code cfmakeraw(3)} does: each byte comes at once and as it is, no
     * key is a signal, nothing is echoed.
     */
    public TerminalMode raw() {
        byte[] raw = Arrays.copyOf(characters, characters.length);
        // the line discipline comes before the control characters
        raw[1 + VMIN] = 1;
        raw[1 + VTIME] = 0;
        return new TerminalMode(
                input & ~INPUT, output & ~OPOST, (control & ~PARENB) | CS8, local & ~LOCAL, raw);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TerminalMode mode
                && input == mode.input
                && output == mode.output
                && control == mode.control
                && local == mode.local
                && Arrays.equals(characters, mode.characters);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * (31 * input + output) + control) + local;
    }
}
