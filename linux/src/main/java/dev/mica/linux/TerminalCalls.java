package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import java.util.Optional;

/** Terminals: what a descriptor is, how wide, and raw or not. See {@code ioctl_tty(2)}. */
interface TerminalCalls extends Kernel {

    /** The {@code TCGETS} ioctl: how a terminal is set, or nothing if it is no terminal. */
    default Optional<TerminalMode> terminalMode(int fd) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserveZeroed(TerminalMode.SIZE);
            if (invoke(this, s, Call.IOCTL, fd, Flags.TCGETS, s.address(at)) < 0) {
                return Optional.empty();
            }
            return Optional.of(TerminalMode.read(s.memory, at));
        }
    }

    /** The {@code TCSETS} ioctl: sets a terminal, at once. */
    default void terminalMode(int fd, TerminalMode mode) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserveZeroed(TerminalMode.SIZE);
            mode.write(s.memory, at);
            check(invoke(this, s, Call.IOCTL, fd, Flags.TCSETS, s.address(at)), Call.IOCTL, fd);
        }
    }

    /** The {@code TIOCGWINSZ} ioctl: a terminal's size, or nothing if it is no terminal. */
    default Optional<TerminalSize> terminalSize(int fd) {
        try (Scratch s = Scratch.take()) {
            int at = s.reserveZeroed(8);
            if (invoke(this, s, Call.IOCTL, fd, Flags.TIOCGWINSZ, s.address(at)) < 0) {
                return Optional.empty();
            }
            int rows = s.memory.getShort(at) & 0xFFFF;
            int columns = s.memory.getShort(at + 2) & 0xFFFF;
            return Optional.of(new TerminalSize(rows, columns));
        }
    }
}
