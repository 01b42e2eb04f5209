package dev.mica.fuse;

import dev.mica.errno.Errno;
import dev.mica.linux.DirectCalls;
import dev.mica.linux.NativeBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A kernel of any version, for one request after another. */
class FakeTransport implements FuseTransport {
    private final LinkedBlockingQueue<byte[]> requests = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<byte[]> answers = new LinkedBlockingQueue<>();
    private static final byte[] END = {};
    private long unique;

    @Override
    public int receive(DirectCalls calls, NativeBuffer target) {
        try {
            byte[] request = requests.take();
            if (request.length == 0) {
                return -Errno.ENODEV;
            }
            target.bytes().put(0, request);
            return request.length;
        } catch (InterruptedException e) {
            return -Errno.EINTR;
        }
    }

    @Override
    public int send(DirectCalls calls, NativeBuffer source, int at, int length) {
        byte[] answer = new byte[length];
        source.bytes().get(at, answer);
        answers.add(answer);
        return length;
    }

    @Override
    public boolean slept() {
        return true;
    }

    @Override
    public void end() {
        requests.add(END);
    }

    /** A request's body, to be filled. */
    static ByteBuffer body(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer name(String name) {
        byte[] bytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(bytes);
    }

    void raw(byte[] request) {
        requests.add(request);
    }

    void ask(int opcode, long node, ByteBuffer body) {
        body.rewind();
        byte[] bytes = new byte[FuseAbi.IN_HEADER + body.remaining()];
        ByteBuffer request = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        request.putInt(bytes.length).putInt(opcode).putLong(++unique).putLong(node);
        request.position(FuseAbi.IN_HEADER);
        request.put(body);
        requests.add(bytes);
    }

    /** The next answer; its position is behind the header. */
    ByteBuffer answer() throws InterruptedException {
        byte[] answer = answers.poll(10, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer");
        }
        ByteBuffer view = ByteBuffer.wrap(answer).order(ByteOrder.nativeOrder());
        view.position(FuseAbi.OUT_HEADER);
        return view;
    }

    boolean hasAnswered() {
        return !answers.isEmpty();
    }

    boolean isSilent() throws InterruptedException {
        return answers.poll(50, TimeUnit.MILLISECONDS) == null;
    }

    /** An INIT as a kernel of that minor version sends it. */
    void init(int minor, long flags) {
        ByteBuffer body = body(minor >= 36 ? 64 : 16);
        body.putInt(7).putInt(minor).putInt(131072).putInt((int) flags);
        if (minor >= 36) {
            body.putInt((int) (flags >>> 32));
        }
        ask(FuseAbi.INIT, 0, body);
    }
}
