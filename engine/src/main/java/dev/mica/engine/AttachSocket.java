package dev.mica.engine;

import dev.mica.errno.Errno;
import dev.mica.errno.ErrnoException;
import dev.mica.linux.Directory;
import dev.mica.linux.Fd;
import dev.mica.linux.Flags;
import dev.mica.linux.Linux;
import dev.mica.linux.Poller;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A connection to the socket on which conmon shows a container's streams. A packet is one read of
 * the container's: a byte that says of which stream, then up to 8 KiB. What is sent is the
 * container's input. One thread receives and one sends; any may close.
 */
final class AttachSocket implements AutoCloseable {
    private static final int STDOUT = 2;
    private static final int STDERR = 3;
    private static final int PACKET = 64 * 1024;

    /** More than conmon takes of one packet would be lost. */
    private static final int SEND = 8 * 1024;

    private final Linux linux;
    private final Fd socket;

    /** Held while something is sent, so that the descriptor is not closed under it. */
    private final ReentrantLock sending = new ReentrantLock();

    private AttachSocket(Linux linux, Fd socket) {
        this.linux = linux;
        this.socket = socket;
    }

    /**
     * Connects to a container's conmon. What the container says from now on comes here, also when
     * it is read late.
     */
    static AttachSocket connect(Linux linux, Bundle bundle) {
        Fd socket = new Fd(linux, linux.socket(Flags.AF_UNIX, Flags.SOCK_SEQPACKET));
        // by the directory's descriptor, since a socket's path is at most 107 bytes
        try (Directory directory = Directory.open(linux, bundle.path().toString())) {
            int result =
                    linux.connect(
                            socket.number(),
                            "/proc/self/fd/"
                                    + directory.fd()
                                    + "/"
                                    + bundle.attachSocket().getFileName());
            if (result < 0) {
                throw new ErrnoException(-result, "connect", bundle.attachSocket().toString());
            }
            return new AttachSocket(linux, socket);
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Takes what the container says. */
    interface Receiver {
        void receive(StreamType stream, byte[] bytes, int length) throws IOException;
    }

    /**
     * Hands everything the container says to a receiver, until the container ends or {@link
     * #shutdown} is called.
     *
     * @throws IOException what the receiver threw
     */
    void receiveAll(Receiver receiver) throws IOException, InterruptedException {
        ByteBuffer packet = ByteBuffer.allocateDirect(PACKET);
        byte[] bytes = new byte[PACKET];
        while (true) {
            int count = linux.recv(socket.number(), packet.clear(), Flags.MSG_DONTWAIT);
            if (count == -Errno.EAGAIN) {
                Poller.awaitReadable(socket.number(), -1);
                continue;
            }
            if (count <= 0) {
                return; // the end, or conmon died: either way there is no more
            }
            int kind = packet.get(0);
            if (kind == STDOUT || kind == STDERR) {
                int length = count - 1;
                packet.get(1, bytes, 0, length);
                receiver.receive(
                        kind == STDERR ? StreamType.STDERR : StreamType.STDOUT, bytes, length);
            }
        }
    }

    /**
     * Sends input to the container, waiting until there is room.
     *
     * @return false when the container no longer takes any
     */
    boolean send(byte[] bytes, int length) throws InterruptedException {
        sending.lock();
        try {
            return socket.isOpen() && sendAll(bytes, length);
        } finally {
            sending.unlock();
        }
    }

    private boolean sendAll(byte[] bytes, int length) throws InterruptedException {
        ByteBuffer packet = ByteBuffer.allocateDirect(Math.min(SEND, length));
        int at = 0;
        while (at < length) {
            int part = Math.min(SEND, length - at);
            packet.clear().put(bytes, at, part).flip();
            int count = linux.send(socket.number(), packet, Flags.MSG_DONTWAIT);
            if (count == -Errno.EAGAIN) {
                Poller.awaitWritable(socket.number(), -1);
            } else if (count < 0) {
                return false;
            } else {
                at += count;
            }
        }
        return true;
    }

    /** Tells conmon that no more input comes. */
    void finishInput() {
        sending.lock();
        try {
            if (socket.isOpen()) {
                linux.shutdown(socket.number(), Flags.SHUT_WR);
            }
        } finally {
            sending.unlock();
        }
    }

    /** Ends both directions, which wakes whoever waits in {@link #receiveAll} or {@link #send}. */
    void shutdown() {
        if (socket.isOpen()) {
            linux.shutdown(socket.number(), Flags.SHUT_RDWR);
        }
    }

    /** To be called when {@link #receiveAll} has returned. */
    @Override
    public void close() {
        shutdown();
        sending.lock();
        try {
            socket.close();
        } finally {
            sending.unlock();
        }
    }
}
