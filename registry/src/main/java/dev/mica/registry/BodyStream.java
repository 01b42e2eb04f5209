package dev.mica.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An answer's body as a stream that does not wait forever: the JDK's own has no time-out. For one
 * reading thread; {@link #close} may come from any.
 */
final class BodyStream extends InputStream implements BodySubscriber<BodyStream> {

    /** What the HTTP client may send ahead, in its buffers of 16 KiB. */
    private static final int AHEAD = 16;

    private sealed interface Event {
        record Data(List<ByteBuffer> buffers) implements Event {}

        record Failed(Throwable cause) implements Event {}

        enum End implements Event {
            COMPLETE,
            CLOSED
        }
    }

    private final Limits limits;
    private final Deadline deadline;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription =
            new AtomicReference<>();
    private volatile boolean closed;

    // the reading thread's
    private List<ByteBuffer> buffers = List.of();
    private int next;
    private @Nullable Event end;
    private long waited;
    private int since;

    BodyStream(Limits limits, Deadline deadline) {
        this.limits = limits;
        this.deadline = deadline;
    }

    @Override
    public CompletionStage<BodyStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        if (!subscription.compareAndSet(null, given) || closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        events.add(new Event.Data(item));
    }

    @Override
    public void onError(Throwable cause) {
        events.add(new Event.Failed(cause));
    }

    @Override
    public void onComplete() {
        events.add(Event.End.COMPLETE);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /**
     * @throws HttpTimeoutException when too little came for too long
     * @throws InterruptedIOException when the thread was interrupted; it still is, then
     */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer from = current();
        if (from == null) {
            return -1;
        }
        int n = Math.min(length, from.remaining());
        from.get(into, offset, n);
        return n;
    }

    /** The buffer that has the next bytes; null at the end. */
    private @Nullable ByteBuffer current() throws IOException {
        while (true) {
            while (next < buffers.size()) {
                ByteBuffer buffer = buffers.get(next);
                if (buffer.hasRemaining()) {
                    return buffer;
                }
                next++;
            }
            switch (end == null ? await() : end) {
                case Event.Data(List<ByteBuffer> more) -> {
                    buffers = more;
                    next = 0;
                }
                case Event.Failed failed -> {
                    end = failed;
                    throw new IOException(failed.cause().getMessage(), failed.cause());
                }
                case Event.End.COMPLETE -> {
                    end = Event.End.COMPLETE;
                    return null;
                }
                case Event.End.CLOSED -> {
                    end = Event.End.CLOSED;
                    throw new IOException("stream closed");
                }
            }
        }
    }

    private Event await() throws IOException {
        Event ready = events.poll();
        Event event = ready == null ? patiently() : ready;
        if (event instanceof Event.Data data) {
            Flow.Subscription source = subscription.get();
            if (source != null) {
                source.request(1);
            }
            noteProgress(data.buffers());
        }
        return event;
    }

    private Event patiently() throws IOException {
        long start = System.nanoTime();
        long patience = deadline.nanosLeft(limits.idle().minusNanos(waited));
        Event event;
        try {
            event = patience <= 0 ? null : events.poll(patience, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (event == null) {
            close();
            throw new HttpTimeoutException("the registry fell silent in the middle of an answer");
        }
        waited += System.nanoTime() - start;
        return event;
    }

    /** Trickling a byte now and then is no progress. */
    private void noteProgress(List<ByteBuffer> more) {
        for (ByteBuffer buffer : more) {
            since += buffer.remaining();
        }
        if (since >= Limits.MIN_PROGRESS) {
            since = 0;
            waited = 0;
        }
    }

    /** Drops the connection unless all of the body has come. */
    @Override
    public void close() {
        closed = true;
        Flow.Subscription source = subscription.get();
        if (source != null) {
            source.cancel();
        }
        events.add(Event.End.CLOSED);
    }
}
