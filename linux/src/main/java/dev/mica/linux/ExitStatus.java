package dev.mica.linux;

import static dev.mica.linux.Invoke.check;
import static dev.mica.linux.Invoke.invoke;

import java.util.Optional;

/**
 * How a process ended: with a code, or by a signal.
 *
 * @param code what it exited with, 0 to 255; 0 when a signal ended it
 * @param signal the signal that ended it; 0 when it exited by itself
 */
public record ExitStatus(int code, int signal) {
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int CLD_EXITED = 1;

    /** Whether it ended by itself with code 0. */
    public boolean isSuccess() {
        return code == 0 && signal == 0;
    }

    /** One number as shells and Docker give it: the code, or 128 and the signal. */
    public int shellCode() {
        return signal == 0 ? code : 128 + signal;
    }

    static Optional<ExitStatus> await(Kernel kernel, int idType, int id, boolean noHang) {
        try (Scratch s = Scratch.take()) {
            int info = s.reserveZeroed(128); // siginfo_t: code at 8, pid at 16, status at 24
            int options = noHang ? WEXITED | WNOHANG : WEXITED;
            long result = invoke(kernel, s, Call.WAITID, idType, id, s.address(info), options, 0);
            check(result, Call.WAITID, idType == 1 ? "pid " + id : "pidfd " + id);
            if (s.memory.getInt(info + 16) == 0) {
                return Optional.empty();
            }
            int status = s.memory.getInt(info + 24);
            boolean exited = s.memory.getInt(info + 8) == CLD_EXITED;
            return Optional.of(exited ? new ExitStatus(status, 0) : new ExitStatus(0, status));
        }
    }
}
