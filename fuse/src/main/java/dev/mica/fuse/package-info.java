/**
 * File systems in user space, spoken straight to the kernel.
 *
 * <p>A {@link dev.mica.fuse.FuseHandler} says what a file system is; a {@link
 * dev.mica.fuse.FuseSession} reads requests from a {@link dev.mica.fuse.FuseTransport} and answers
 * each once. {@link dev.mica.fuse.FuseMount} makes the mount.
 *
 * <pre>{@code
 * try (FuseMount mount = FuseMount.make(linux, target, "example", "allow_other")) {
 *     FuseSession session = new FuseSession(linux, mount.transport(), handler, options);
 *     session.run(); // until somebody unmounts
 * }
 * }</pre>
 *
 * <ul>
 *   <li><b>Never touch your own mount</b> from the process that serves it, not even by a path that
 *       leads through it: the request waits for the thread that waits for it.
 *   <li><b>A mount whose server hangs</b> is ended by writing to {@code
 *       /sys/fs/fuse/connections/N/abort}, N being the mount's minor device number; one whose
 *       server died answers ENOTCONN until {@code umount}.
 *   <li><b>What a request costs</b>: some 6.5 µs more than the system call without FUSE, and 45
 *       more where another processor must be woken. So requests are served on the processor that
 *       they come from, over io_uring, for a handler that asks for {@link
 *       dev.mica.fuse.FuseAbi#OVER_IO_URING} and where the kernel allows it ({@link
 *       dev.mica.fuse.RingPermission}); elsewhere the reader tries for a while before it sleeps.
 *       The quickest request is the one that is not sent.
 * </ul>
 *
 * <p>Source: the kernel's {@code include/uapi/linux/fuse.h} (ABI 7.31 to 7.45).
 */
@NullMarked
package dev.mica.fuse;

import org.jspecify.annotations.NullMarked;
