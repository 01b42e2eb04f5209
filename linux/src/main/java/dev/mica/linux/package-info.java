/**
 * The kernel as Mica's other rooms see it; the only room with {@code java.lang.foreign}.
 *
 * <p><b>From below.</b> {@code Native} holds the one native handle, a function's address and seven
 * longs; {@code Call} lists what is asked of the kernel and the C library, with its numbers; {@code
 * Kernel} is the one method through which all goes, the real one ({@code SystemLinux}) or a double
 * ({@link dev.mica.linux.FaultyLinux}, {@link dev.mica.linux.RecordingLinux}). Upon it the topics
 * ({@code FileCalls}, {@code TreeCalls} and so on) give every system call a method of its name, and
 * {@link dev.mica.linux.Linux} is all of them.
 *
 * <p><b>What other rooms use</b> is mostly above that: {@link dev.mica.linux.Fd} owns a descriptor;
 * {@link dev.mica.linux.Root} opens paths of others and never leaves its directory; {@link
 * dev.mica.linux.Directory} works on the names in one; {@link dev.mica.linux.AtomicFile} replaces
 * files whole; {@link dev.mica.linux.Mounts}, {@link dev.mica.linux.Flock}, {@link
 * dev.mica.linux.Spawner} do what they say. Names are strings that stand for bytes without loss
 * ({@link dev.mica.linux.Names}).
 *
 * <p><b>Threads.</b> Native code holds its carrier, so a call that waits is made from a platform
 * thread: {@code poll}, {@code flock} without {@code LOCK_NB}, {@code accept}, {@code connect},
 * {@code waitPid}, a {@code read}, {@code recv} or {@code send} of a pipe or socket that is not
 * ready, the opening of a named pipe. A virtual thread first waits in {@link
 * dev.mica.linux.Poller}, then makes the call that is ready; {@link dev.mica.linux.Child#waitFor}
 * and {@link dev.mica.linux.Fd#inputStream} do that by themselves. {@code unshare} and {@code
 * setns} change the thread they are called on: {@link dev.mica.linux.OwnThread}.
 *
 * <p><b>Start.</b> The first call costs some 60 ms of CPU with an AOT cache, 130 without, nearly
 * all in making the handle; so a program that may not need the kernel should not touch {@link
 * dev.mica.linux.Linux#system} early. What runs before that is free of lambdas, streams and
 * formats.
 */
@NullMarked
package dev.mica.linux;

import org.jspecify.annotations.NullMarked;
