package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import dev.mica.errno.ErrnoException;
import java.util.Optional;

/** Processes: signals, ends, limits. {@link Spawner} starts them. */
interface ProcessCalls extends Kernel {
    /** {@code getpid(2)}. */
    default int getpid() {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.GETPID, 0);
        }
    }

    /** {@code getppid(2)}. */
    default int getppid() {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.GETPPID, 0);
        }
    }

    /** {@code gettid(2)}: of the thread that carries the caller. */
    default int gettid() {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.GETTID, 0);
        }
    }

    /** {@code geteuid(2)}: 0 for root. */
    default int geteuid() {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.GETEUID, 0);
        }
    }

    /** {@code getegid(2)}: 0 for root. */
    default int getegid() {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.GETEGID, 0);
        }
    }

    /**
     * {@code kill(2)}: 0, or the negative errno ({@code ESRCH}: it is gone). Signal 0 only asks.
     */
    default int kill(int pid, int signal) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.KILL, pid, signal);
        }
    }

    /** {@code pidfd_open(2)}, close-on-exec: the descriptor, or the negative errno. */
    default int pidfdOpen(int pid) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.PIDFD_OPEN, pid, 0);
        }
    }

    /**
     * {@code pidfd_send_signal(2)}: 0, or the negative errno ({@code ESRCH}: it is gone). Never
     * hits another process that got the same pid.
     */
    default int pidfdSendSignal(int pidfd, int signal) {
        try (Scratch s = Scratch.take()) {
            return (int) invoke(this, s, Call.PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
        }
    }

    /**
     * {@code waitid(2)} for the end of a child, whose zombie is then gone. Without {@code noHang}
     * it blocks in native code: from a platform thread.
     *
     * @return empty when it still runs, which only {@code noHang} answers
     * @throws ErrnoException ECHILD when it is no child of ours, or was waited for already
     */
    default Optional<ExitStatus> waitPid(int pid, boolean noHang) {
        return ExitStatus.await(this, 1, pid, noHang);
    }

    /** As {@link #waitPid}, of the child behind a pidfd. */
    default Optional<ExitStatus> waitPidfd(int pidfd, boolean noHang) {
        return ExitStatus.await(this, 3, pidfd, noHang);
    }

    /** {@code prctl(2)} with one argument: its result. */
    default int prctl(int option, long argument) {
        try (Scratch s = Scratch.take()) {
            return (int) check(invoke(this, s, Call.PRCTL, option, argument), Call.PRCTL, "");
        }
    }
}
