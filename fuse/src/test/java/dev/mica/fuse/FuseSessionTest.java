package dev.mica.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.errno.Errno;
import dev.mica.linux.Linux;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol against a kernel of our own making, of any version. */
class FuseSessionTest {
    private final FakeTransport kernel = new FakeTransport();
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile boolean answeredFirst;
    private final CountDownLatch hold = new CountDownLatch(1);
    private FuseSession session = new FuseSession(Linux.system(), kernel, new Slow(), this::ready);
    private Thread runs = start(session);

    /** Its links throw, its unlinks take until they are let go. */
    private class Slow extends TrivialTree {
        @Override
        public void forget(FuseCall call, long node, long count) {
            throw new IllegalStateException("as a broken handler does");
        }

        @Override
        public int rmdir(FuseCall call, long parent, byte[] name, int length) {
            return 1 << 30;
        }

        @Override
        public int listxattr(FuseCall call, long node, int size) {
            return Integer.MAX_VALUE;
        }

        @Override
        public int readlink(FuseCall call, long node) {
            throw new IllegalStateException("as a broken handler does");
        }

        @Override
        public int unlink(FuseCall call, long parent, byte[] name, int length) {
            if (name[0] == 'p') {
                call.mayBlock();
            }
            try {
                hold.await();
            } catch (InterruptedException e) {
                return -Errno.EINTR;
            }
            return 0;
        }
    }

    /** The answer has gone out by now. */
    private void ready() {
        answeredFirst = kernel.hasAnswered();
        ready.countDown();
    }

    private static Thread start(FuseSession session) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                session.run();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
    }

    @AfterEach
    void end() throws InterruptedException {
        hold.countDown();
        kernel.end();
        runs.join(10_000);
        assertThat(runs.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 35, 36, 40, 45, 99})
    void speaksTheOlderOfBothVersions(int minor) throws Exception {
        kernel.init(minor, ~0L);
        assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answeredFirst).isTrue();
        ByteBuffer answer = kernel.answer();
        assertThat(answer.limit()).isEqualTo(FuseAbi.OUT_HEADER + 64);
        assertThat(answer.getInt(4)).isZero();
        assertThat(answer.getInt()).isEqualTo(7);
        assertThat(answer.getInt()).isEqualTo(Math.min(minor, 45));
    }

    @Test
    void acceptsNoFlagThatTheKernelDoesNotOffer() throws Exception {
        kernel.init(31, FuseAbi.ASYNC_READ | FuseAbi.MAX_PAGES);
        ByteBuffer answer = kernel.answer();
        assertThat(answer.getInt(FuseAbi.OUT_HEADER + 12))
                .isEqualTo((int) (FuseAbi.ASYNC_READ | FuseAbi.MAX_PAGES));
        assertThat(session.has(FuseAbi.SETXATTR_EXT)).isFalse();
    }

    @Test
    void refusesAKernelThatIsTooOld() throws Exception {
        kernel.init(30, ~0L);
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.EPROTO);
    }

    @Test
    void asksANewerMajorVersionToComeDown() throws Exception {
        ByteBuffer body = FakeTransport.body(64);
        body.putInt(8).putInt(0);
        kernel.ask(FuseAbi.INIT, 0, body);
        ByteBuffer answer = kernel.answer();
        assertThat(answer.getInt()).isEqualTo(7);
        assertThat(ready.getCount()).isEqualTo(1);
    }

    @Test
    void answersALookup() throws Exception {
        kernel.ask(FuseAbi.LOOKUP, FuseAbi.ROOT, FakeTransport.name("hello"));
        ByteBuffer answer = kernel.answer();
        assertThat(answer.limit()).isEqualTo(FuseAbi.OUT_HEADER + FuseAbi.ENTRY);
        assertThat(answer.getLong()).isEqualTo(TrivialTree.HELLO);
        kernel.ask(FuseAbi.LOOKUP, FuseAbi.ROOT, FakeTransport.name("absent"));
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.ENOENT);
    }

    @Test
    void answersWhatThrowsWithAnIoError() throws Exception {
        kernel.ask(FuseAbi.READLINK, TrivialTree.HELLO, FakeTransport.body(0));
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.EIO);
        kernel.ask(FuseAbi.LOOKUP, FuseAbi.ROOT, FakeTransport.name("hello"));
        assertThat(kernel.answer().getInt(4)).isZero();
    }

    @Test
    void answersALengthThatDoesNotFitWithAnError() throws Exception {
        ByteBuffer body = FakeTransport.body(8);
        body.putInt(1 << 19);
        kernel.ask(FuseAbi.LISTXATTR, TrivialTree.HELLO, body);
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.ERANGE);
        kernel.ask(FuseAbi.RMDIR, FuseAbi.ROOT, FakeTransport.name("any"));
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.EIO);
    }

    @Test
    void aSessionThatWasEndedBeforeItRanReturns() throws Exception {
        FuseSession early =
                new FuseSession(Linux.system(), new FakeTransport(), new Slow(), () -> {});
        early.end();
        Thread thread = start(early);
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void answersAnUnknownOperation() throws Exception {
        kernel.ask(3999, FuseAbi.ROOT, FakeTransport.body(8));
        assertThat(kernel.answer().getInt(4)).isEqualTo(-Errno.ENOSYS);
    }

    @Test
    void answersNoForgetAndNoInterrupt() throws Exception {
        ByteBuffer one = FakeTransport.body(8);
        one.putLong(1);
        kernel.ask(FuseAbi.FORGET, TrivialTree.HELLO, one);
        kernel.ask(FuseAbi.INTERRUPT, 0, FakeTransport.body(8));
        assertThat(kernel.isSilent()).isTrue();
    }

    @Test
    void endsAtARequestWithoutItsName() throws Exception {
        kernel.ask(FuseAbi.LOOKUP, FuseAbi.ROOT, FakeTransport.body(0));
        runs.join(10_000);
        assertThat(runs.isAlive()).isFalse();
    }

    @Test
    void endsAtARequestOfAnotherLengthThanItSays() throws Exception {
        byte[] request = new byte[48];
        request[0] = 44;
        kernel.raw(request);
        runs.join(10_000);
        assertThat(runs.isAlive()).isFalse();
    }

    @Test
    void endsAtAWriteLongerThanItsRequest() throws Exception {
        ByteBuffer body = FakeTransport.body(40);
        body.putLong(0).putLong(0).putInt(1 << 19);
        kernel.ask(FuseAbi.WRITE, TrivialTree.HELLO, body);
        runs.join(10_000);
        assertThat(runs.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"polite", "silent"})
    void othersGoOnWhileARequestWaits(String name) throws Exception {
        for (int i = 0; i < 20; i++) {
            kernel.ask(FuseAbi.UNLINK, FuseAbi.ROOT, FakeTransport.name(name));
        }
        kernel.ask(FuseAbi.LOOKUP, FuseAbi.ROOT, FakeTransport.name("hello"));
        assertThat(kernel.answer().getLong(8)).isEqualTo(21);
        hold.countDown();
        for (int i = 0; i < 20; i++) {
            assertThat(kernel.answer().getInt(4)).isZero();
        }
    }
}
