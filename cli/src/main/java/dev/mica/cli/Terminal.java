package dev.mica.cli;

import dev.mica.linux.Linux;
import dev.mica.linux.TerminalMode;
import dev.mica.linux.TerminalSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The terminal that a standard stream is connected to. */
final class Terminal {

    private static final Terminal INPUT = new Terminal(0);
    private static final Terminal OUTPUT = new Terminal(1);
    private static final Terminal ERROR = new Terminal(2);

    private final int descriptor;

    private Terminal(int descriptor) {
        this.descriptor = descriptor;
    }

    /** What standard input may be connected to. */
    static Terminal input() {
        return INPUT;
    }

    /** What standard output may be connected to. */
    static Terminal output() {
        return OUTPUT;
    }

    /** What standard error may be connected to. */
    static Terminal error() {
        return ERROR;
    }

    /** Whether the stream is a terminal. Where it is none this costs no native call. */
    boolean isTerminal() {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor));
            return device.startsWith("/dev") && linuxMode().isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private Optional<TerminalMode> linuxMode() {
        return Linux.system().terminalMode(descriptor);
    }

    /** Its size; nothing where it is no terminal or has none. */
    Optional<TerminalSize> size() {
        return Linux.system()
                .terminalSize(descriptor)
                .filter(size -> size.rows() > 0 && size.columns() > 0);
    }

    /** Makes it raw until the result is closed, or the JVM ends. Does nothing if it is none. */
    Raw raw() {
        Optional<TerminalMode> before = linuxMode();
        Runnable back =
                () -> before.ifPresent(mode -> Linux.system().terminalMode(descriptor, mode));
        Thread atExit = new Thread(back);
        Runtime.getRuntime().addShutdownHook(atExit);
        before.ifPresent(mode -> Linux.system().terminalMode(descriptor, mode.raw()));
        return () -> {
            back.run();
            Runtime.getRuntime().removeShutdownHook(atExit);
        };
    }

    /** Puts a terminal back as it was. */
    @FunctionalInterface
    interface Raw extends AutoCloseable {
        @Override
        void close();
    }
}
