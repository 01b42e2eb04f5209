package dev.mica.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program to start, and starting it: {@code posix_spawn(3)}, which neither copies the JVM's
 * memory nor, as {@code ProcessBuilder} does, goes through a helper program, and which can hand
 * down any descriptor under any number.
 *
 * <p>The child has the descriptors that are mapped and no other: those of 0, 1 and 2 that are not
 * mapped are {@code /dev/null}. Its signals are all at their default and none is blocked. Its
 * environment is the JVM's unless set. Not for several threads at once; {@link #start} may be
 * called again.
 *
 * <pre>{@code
 * try (Pipe pipe = Pipe.open(linux)) {
 *     Child child = new Spawner(linux, "/bin/echo").arguments("hello").map(1, pipe.writer()).start();
 *     pipe.writer().close();
 *     ...
 * }
 * }</pre>
 */
public final class Spawner {
    private final Linux linux;
    private final String program;
    private final List<String> arguments = new ArrayList<>();
    private final TreeMap<Integer, Fd> descriptors = new TreeMap<>();
    private Map<String, String> environment = System.getenv();
    private String directory = "";
    private boolean newSession;

    /**
     * A program by its path; PATH is not searched.
     *
     * @param program also the child's argument 0
     */
    public Spawner(Linux linux, String program) {
        this.linux = linux;
        this.program = program;
        arguments.add(program);
    }

    /** More arguments. */
    public Spawner arguments(String... more) {
        return arguments(List.of(more));
    }

    /** More arguments. */
    public Spawner arguments(List<String> more) {
        arguments.addAll(more);
        return this;
    }

    /** The whole environment, in place of the JVM's. */
    public Spawner environment(Map<String, String> all) {
        environment = Map.copyOf(all);
        return this;
    }

    /**
     * The working directory, in place of the JVM's. The program's path, if relative, starts there.
     */
    public Spawner directory(String path) {
        directory = path;
        return this;
    }

    /** The child's descriptor {@code number} is this one, which stays the caller's to close. */
    public Spawner map(int number, Fd fd) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        descriptors.put(number, fd);
        return this;
    }

    /**
     * The child leads a session of its own ({@code setsid}): no signal to our terminal reaches it.
     */
    public Spawner newSession() {
        newSession = true;
        return this;
    }

    /**
     * Starts it: returns once the program itself runs.
     *
     * @throws dev.mica.errno.ErrnoException of {@code posix_spawn} with the program's path when it
     *     cannot be executed, or its directory entered
     */
    public Child start() {
        try (SpawnMemory memory = new SpawnMemory(linux)) {
            memory.descriptors(descriptors);
            memory.directory(directory);
            int pid = memory.spawn(program, arguments, environment, newSession);
            return adopt(pid);
        }
    }

    private Child adopt(int pid) {
        int pidfd = linux.pidfdOpen(pid);
        if (pidfd < 0) {
            int kill = 9;
            linux.kill(pid, kill);
            linux.waitPid(pid, false);
            Invoke.check(pidfd, Call.PIDFD_OPEN, program);
        }
        return new Child(linux, pid, new Fd(linux, pidfd));
    }
}
