package dev.mica.linux;

import static dev.mica.linux.Invoke.check;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;

/** Opening what is certainly a regular file: no pipe that waits, no device that acts. */
final class Regular {
    private Regular() {}

    /** Opens to read what an {@code O_PATH} descriptor stands for; EINVAL for other than a file. */
    static Fd reopen(Linux linux, Fd handle) {
        int number = handle.number();
        if (!linux.fstat(number).isRegular()) {
            throw new ErrnoException(Errno.EINVAL, "open as a regular file", Paths.of(number));
        }
        int result = linux.openat(Flags.AT_FDCWD, Paths.proc(number), Flags.O_RDONLY, 0);
        return new Fd(linux, (int) check(result, Call.OPENAT, number));
    }
}
