package dev.mica.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.errno.Errno;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SocketTest {
    private final Linux linux = Linux.system();

    @TempDir Path dir;

    @Test
    void packetsKeepTheirBoundsAndAClosedPeerIsAnEnd() {
        String path = dir.resolve("attach").toString();
        try (Fd server = socket();
                Fd client = socket()) {
            linux.bind(server.number(), path);
            linux.listen(server.number(), 1);
            assertThat(linux.connect(client.number(), path)).isZero();
            try (Fd peer = new Fd(linux, linux.accept(server.number()))) {
                assertThat(linux.send(peer.number(), direct(2, 'a', 'b'), 0)).isEqualTo(3);
                assertThat(linux.send(peer.number(), direct(3, 'c'), 0)).isEqualTo(2);
                ByteBuffer packet = ByteBuffer.allocateDirect(100);
                assertThat(linux.recv(client.number(), packet, 0)).isEqualTo(3);
                assertThat(packet.get(0)).isEqualTo((byte) 2);
                ByteBuffer small = ByteBuffer.allocateDirect(1);
                assertThat(linux.recv(client.number(), small, Flags.MSG_TRUNC)).isEqualTo(2);
                assertThat(small.position()).isEqualTo(1);
                assertThat(linux.recv(client.number(), small.clear(), Flags.MSG_DONTWAIT))
                        .isEqualTo(-Errno.EAGAIN);
            }
            assertThat(linux.recv(client.number(), ByteBuffer.allocateDirect(1), 0)).isZero();
            assertThat(linux.send(client.number(), direct(1), 0)).isEqualTo(-Errno.EPIPE);
        }
    }

    @Test
    void aLongPathIsReachedThroughADescriptor() {
        String name = "x".repeat(120);
        try (Directory top = Directory.open(linux, dir.toString());
                Fd server = socket();
                Fd client = socket()) {
            top.mkdir(name, 0700);
            try (Directory deep = top.directory(name)) {
                String path = deep.path() + "/attach";
                assertThat(linux.connect(client.number(), path)).isEqualTo(-Errno.ENAMETOOLONG);
                String near = "/proc/self/fd/" + deep.fd() + "/attach";
                assertThat(linux.connect(client.number(), near)).isEqualTo(-Errno.ENOENT);
                linux.bind(server.number(), near);
                linux.listen(server.number(), 1);
                assertThat(linux.connect(client.number(), near)).isZero();
            }
        }
    }

    @Test
    void aVirtualThreadWaitsWithoutACarrier() throws Exception {
        int[] pair = linux.socketpair(Flags.AF_UNIX, Flags.SOCK_SEQPACKET);
        try (Fd left = new Fd(linux, pair[0]);
                Fd right = new Fd(linux, pair[1])) {
            assertThat(Poller.awaitWritable(left.number(), 1000)).isTrue();
            assertThat(Poller.awaitReadable(left.number(), 20)).isFalse();
            CompletableFuture<Boolean> ready = new CompletableFuture<>();
            Thread waiter =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    ready.complete(Poller.awaitReadable(left.number(), -1));
                                } catch (InterruptedException e) {
                                    ready.completeExceptionally(e);
                                }
                            });
            assertThat(ready.isDone()).isFalse();
            linux.send(right.number(), direct(1), 0);
            assertThat(ready.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(waiter.join(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        try (Pipe pipe = Pipe.open(linux)) {
            CompletableFuture<String> ended = new CompletableFuture<>();
            Thread waiter =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    Poller.awaitReadable(pipe.reader().number(), -1);
                                    ended.complete("ready");
                                } catch (InterruptedException e) {
                                    ended.complete("interrupted");
                                }
                            });
            waiter.interrupt();
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        }
    }

    @Test
    void aSetIsPolled() {
        try (Pipe a = Pipe.open(linux);
                Pipe b = Pipe.open(linux)) {
            PollSet set = new PollSet();
            for (int i = 0; i < 40; i++) {
                set.add(a.reader().number(), Flags.POLLIN);
            }
            int last = set.add(b.reader().number(), Flags.POLLIN);
            assertThat(linux.poll(set, 10)).isZero();
            b.writer().write(direct(1));
            assertThat(linux.poll(set, -1)).isEqualTo(1);
            assertThat(set.ready(last)).isEqualTo(Flags.POLLIN);
            assertThat(set.ready(0)).isZero();
            a.writer().close();
            assertThat(linux.poll(set, -1)).isEqualTo(41);
            assertThat(set.ready(0)).isEqualTo(Flags.POLLHUP);
        }
    }

    private Fd socket() {
        return new Fd(linux, linux.socket(Flags.AF_UNIX, Flags.SOCK_SEQPACKET));
    }

    private static ByteBuffer direct(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length);
        for (int b : bytes) {
            buffer.put((byte) b);
        }
        return buffer.flip();
    }
}
