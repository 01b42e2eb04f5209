package dev.mica.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final ReadAhead.Tap NO_TAP = (_, _, _) -> {};

    @Test
    void givesTheStreamToTheReaderAndToTheTap() throws IOException {
        byte[] bytes = new byte[5_000_000];
        new Random(3).nextBytes(bytes);
        ByteArrayOutputStream tapped = new ByteArrayOutputStream();

        byte[] read;
        try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(bytes), tapped::write)) {
            read = in.readAllBytes();
        }

        assertThat(read).isEqualTo(bytes);
        assertThat(tapped.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void staysAtTheEnd() throws IOException {
        try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(new byte[] {7}), NO_TAP)) {
            assertThat(in.read()).isEqualTo(7);
            assertThat(in.read()).isEqualTo(-1);
            assertThat(in.read(new byte[5], 0, 5)).isEqualTo(-1);
        }
    }

    @Test
    void aFailureComesAfterWhatWasReadBeforeIt() throws IOException {
        try (ReadAhead in = new ReadAhead(FailingInput.after("ok".getBytes(UTF_8)), NO_TAP)) {
            assertThat(in.readNBytes(2)).asString().isEqualTo("ok");
            assertThatThrownBy(in::read)
                    .isInstanceOf(IOException.class)
                    .hasMessage("connection reset");
            assertThatThrownBy(in::read).hasMessage("connection reset");
        }
    }

    @Test
    void aFailureOfTheTapReachesTheReader() throws IOException {
        ReadAhead.Tap failing =
                (_, _, _) -> {
                    throw new ArchiveException("tap");
                };
        try (ReadAhead in = new ReadAhead(new ByteArrayInputStream(new byte[1]), failing)) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(ArchiveException.class)
                    .hasMessage("tap");
        }
    }

    @Test
    void closedEarlyItReadsNoFurther() throws IOException {
        AtomicInteger blocks = new AtomicInteger();
        boolean[] closed = {false};
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) {
                        return length;
                    }

                    @Override
                    public void close() {
                        closed[0] = true;
                    }
                };
        ReadAhead in = new ReadAhead(endless, (_, _, _) -> blocks.incrementAndGet());
        assertThat(in.read()).isZero();

        in.close();
        int seen = blocks.get();
        in.close();

        assertThat(closed[0]).isTrue();
        assertThat(blocks.get()).isEqualTo(seen).isLessThanOrEqualTo(4);
        assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("Stream closed");
    }
}
