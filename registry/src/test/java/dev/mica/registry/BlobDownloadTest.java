package dev.mica.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mica.image.Digest;
import dev.mica.registry.Answer.Then;
import dev.mica.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers from registries that break off, and from registries that lie. */
class BlobDownloadTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final RemoteImage image = RemoteImage.of(300_000).publish(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void anHonestRegistryGivesTheVeryBytes() {
        List<Long> progress = new ArrayList<>();

        byte[] layer = Pulling.pull(registry, (received, size) -> progress.add(received));

        assertThat(layer).isEqualTo(image.layer());
        assertThat(progress).isSorted().endsWith((long) layer.length);
        assertThat(registry.requests())
                .endsWith("GET /v2/team/app/manifests/1", "GET " + image.layerPath());
    }

    @Test
    void aChunkedBlobNeedsNoLength() {
        registry.on(image.layerPath(), ask -> Answer.ok(image.layer()).inChunks());

        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDownloadThatBreaksGoesOnFromWhereItBroke(boolean chunked) {
        AtomicInteger tries = new AtomicInteger();
        registry.on(
                image.layerPath(),
                ask -> {
                    Answer answer = from(ask.offset());
                    answer = chunked ? answer.inChunks() : answer;
                    return tries.getAndIncrement() < 3
                            ? answer.after(100_000, Then.HANG_UP)
                            : answer;
                });
        List<Exception> breaks = new ArrayList<>();

        byte[] layer =
                Pulling.pull(
                        registry,
                        new BlobProgress() {
                            @Override
                            public void downloaded(long received, long size) {}

                            @Override
                            public void retrying(Duration pause, Exception cause) {
                                breaks.add(cause);
                            }
                        });

        assertThat(layer).isEqualTo(image.layer());
        // The JDK's client may drop what came just before the break, so the offsets are bounds.
        List<Integer> offsets =
                registry.asked(image.layerPath()).stream().map(Ask::offset).toList();
        assertThat(offsets).hasSize(4).isSorted().startsWith(0);
        for (int i = 1; i < 4; i++) {
            assertThat(offsets.get(i)).isBetween(1, offsets.get(i - 1) + 100_000);
        }
        assertThat(breaks).hasSize(3).allSatisfy(e -> assertThat(e).hasMessageContaining("EOF"));
    }

    private Answer from(int offset) {
        int size = image.layer().length;
        byte[] rest = Arrays.copyOfRange(image.layer(), offset, size);
        return offset == 0
                ? Answer.ok(rest)
                : Answer.of(206, rest)
                        .with("Content-Range", "bytes " + offset + "-" + (size - 1) + "/" + size);
    }

    @Test
    void aServerThatKnowsNoRangesIsReadFromTheStart() {
        AtomicInteger tries = new AtomicInteger();
        registry.on(
                image.layerPath(),
                ask ->
                        tries.getAndIncrement() == 0
                                ? Answer.ok(image.layer()).after(123_456, Then.HANG_UP)
                                : Answer.ok(image.layer()));

        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @Test
    void aRangeThatBeginsEarlierIsSkippedToItsPlace() {
        AtomicInteger tries = new AtomicInteger();
        int size = image.layer().length;
        registry.on(
                image.layerPath(),
                ask ->
                        tries.getAndIncrement() == 0
                                ? Answer.ok(image.layer()).after(123_456, Then.HANG_UP)
                                : Answer.of(206, Arrays.copyOfRange(image.layer(), 1000, size))
                                        .with("Content-Range", "bytes 1000-" + (size - 1) + "/*"));

        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @Test
    void aRangeThatBeginsLaterIsNoAnswer() {
        AtomicInteger tries = new AtomicInteger();
        int size = image.layer().length;
        registry.on(
                image.layerPath(),
                ask ->
                        tries.getAndIncrement() == 0
                                ? Answer.ok(image.layer()).after(1000, Then.HANG_UP)
                                : Answer.of(206, Arrays.copyOfRange(image.layer(), 2000, size))
                                        .with("Content-Range", "bytes 2000-" + (size - 1) + "/*"));

        assertThatFailure(() -> Pulling.pull(registry), Kind.UNEXPECTED)
                .withMessageContaining("asked for the bytes from 1000")
                .withMessageContaining("bytes 2000-");
    }

    @Test
    void aRegistryThatAlwaysBreaksIsGivenUp() {
        registry.on(image.layerPath(), ask -> Answer.ok(image.layer()).after(0, Then.HANG_UP));

        assertThatFailure(() -> Pulling.pull(registry), Kind.UNREACHABLE)
                .withMessageContaining("download failed after attempts=4: Get \"http://")
                .withMessageEndingWith("unexpected EOF");
        assertThat(registry.asked(image.layerPath())).hasSize(4);
    }

    @Test
    void aRegistryThatIsDownForAMomentIsAskedAgain() {
        AtomicInteger tries = new AtomicInteger();
        registry.on(
                image.layerPath(),
                ask ->
                        switch (tries.getAndIncrement()) {
                            case 0 -> Answer.of(503, "later");
                            case 1 ->
                                    Answer.error(429, "TOOMANYREQUESTS", "slow down")
                                            .with("Retry-After", "0");
                            default -> Answer.ok(image.layer());
                        });

        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @Test
    void aBlobThatIsNotThereIsNotAskedForAgain() {
        registry.on(image.layerPath(), ask -> Answer.error(404, "BLOB_UNKNOWN", "no such blob"));

        assertThatFailure(() -> Pulling.pull(registry), Kind.NOT_FOUND)
                .withMessage("blob unknown: no such blob");
        assertThat(registry.asked(image.layerPath())).hasSize(1);
    }

    @Test
    void aWrongByteIsRefusedNamingBothDigests() {
        byte[] wrong = image.layer().clone();
        wrong[150_000] ^= 1;
        registry.on(image.layerPath(), ask -> Answer.ok(wrong));

        assertThatFailure(() -> Pulling.pull(registry), Kind.CORRUPT)
                .withMessage(
                        "filesystem layer verification failed for digest %s: the registry sent"
                                + " bytes of %s",
                        Digest.of(image.layer()), Digest.of(wrong));
    }

    @Test
    void afterALieTheNextTryWorks() {
        AtomicInteger tries = new AtomicInteger();
        byte[] wrong = image.layer().clone();
        wrong[0] ^= 1;
        registry.on(
                image.layerPath(),
                ask -> Answer.ok(tries.getAndIncrement() == 0 ? wrong : image.layer()));

        assertThatFailure(() -> Pulling.pull(registry), Kind.CORRUPT);
        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aShortBlobIsRefusedNamingBothSizes(boolean chunked) {
        byte[] cut = Arrays.copyOf(image.layer(), 250_000);
        registry.on(image.layerPath(), ask -> chunked ? Answer.ok(cut).inChunks() : Answer.ok(cut));

        assertThatFailure(() -> Pulling.pull(registry), Kind.CORRUPT)
                .withMessageContaining("250000 bytes, its manifest says " + image.layer().length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLongBlobIsRefusedNamingBothSizes(boolean chunked) {
        byte[] padded = Arrays.copyOf(image.layer(), image.layer().length + 5);
        registry.on(
                image.layerPath(),
                ask -> chunked ? Answer.ok(padded).inChunks() : Answer.ok(padded));

        assertThatFailure(() -> Pulling.pull(registry), Kind.CORRUPT)
                .withMessageContaining("its manifest says " + image.layer().length)
                .withMessageContaining(Integer.toString(padded.length));
    }

    @Test
    void aReaderThatStopsEarlyDoesNotGetAwayWithWrongBytes() {
        byte[] wrong = image.layer().clone();
        wrong[wrong.length - 1] ^= 1;
        registry.on(image.layerPath(), ask -> Answer.ok(wrong));

        assertThatFailure(() -> read(blob -> blob.readNBytes(10)), Kind.CORRUPT);
    }

    @Test
    void aReaderThatChokesOnWrongBytesIsNotBlamed() {
        byte[] wrong = image.layer().clone();
        Arrays.fill(wrong, 100_000, 100_100, (byte) 0x55);
        registry.on(image.layerPath(), ask -> Answer.ok(wrong));

        assertThatThrownBy(() -> read(blob -> new GZIPInputStream(blob).readAllBytes()))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining(Digest.of(wrong).toString())
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    }

    @Test
    void aReadersOwnFailureIsPassedOn() {
        IOException full = new java.nio.file.FileSystemException("x", null, "No space left");

        assertThatThrownBy(
                        () ->
                                read(
                                        blob -> {
                                            throw full;
                                        }))
                .isSameAs(full);
    }

    @Test
    void aRegistryThatFallsSilentIsGivenUp() {
        registry.on(image.layerPath(), ask -> from(ask.offset()).after(10, Then.SILENCE));

        assertThatFailure(() -> Pulling.pull(registry), Kind.UNREACHABLE)
                .withMessageContaining("Client.Timeout exceeded while reading body");
    }

    @Test
    void aRegistryThatTricklesIsGivenUp() {
        registry.on(image.layerPath(), ask -> from(ask.offset()).after(10, Then.TRICKLE));

        assertThatFailure(() -> Pulling.pull(registry), Kind.UNREACHABLE)
                .withMessageContaining("Client.Timeout exceeded while reading body");
    }

    @Test
    void anInterruptEndsTheDownload() throws Exception {
        registry.on(image.layerPath(), ask -> Answer.ok(image.layer()).after(10, Then.SILENCE));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread pull =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        Pulling.pull(registry);
                                    } catch (RegistryException e) {
                                        thrown.set(e);
                                    }
                                });
        while (registry.asked(image.layerPath()).isEmpty()) {
            Thread.sleep(5);
        }

        pull.interrupt();

        assertThat(pull.join(Duration.ofSeconds(10))).isTrue();
        assertThat(thrown.get())
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.CANCELLED));
    }

    @Test
    void closingTheRepositoryEndsItsDownloads() throws Exception {
        registry.on(image.layerPath(), ask -> from(ask.offset()).after(10, Then.SILENCE));
        RemoteRepository repository = Pulling.repository(registry);
        ResolvedImage resolved = repository.resolve(Pulling.reference(registry), Pulling.AMD64);
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (registry.asked(image.layerPath()).isEmpty()) {
                                Thread.onSpinWait();
                            }
                            repository.close();
                        });

        assertThatThrownBy(
                        () ->
                                resolved.read(
                                        resolved.layers().getFirst(),
                                        BlobProgress.NONE,
                                        InputStream::readAllBytes))
                .isInstanceOf(RegistryException.class);
    }

    @Test
    void aRedirectedBlobIsFetchedWithoutTheSecret() {
        try (FakeRegistry store = new FakeRegistry()) {
            store.on("/signed", ask -> Answer.ok(image.layer()));
            registry.on(image.layerPath(), ask -> Answer.redirect(store.url() + "/signed?x=1"));

            assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
            assertThat(store.requests()).containsExactly("GET /signed?x=1");
        }
    }

    private <T> T read(BlobReader<T> reader) throws IOException {
        try (RemoteRepository repository = Pulling.repository(registry)) {
            ResolvedImage resolved = repository.resolve(Pulling.reference(registry), Pulling.AMD64);
            return resolved.read(resolved.layers().getFirst(), BlobProgress.NONE, reader);
        }
    }

    private static ThrowableAssertAlternative<RegistryException> assertThatFailure(
            ThrowingCallable code, Kind kind) {
        return Failures.assertThatFailure(code, kind);
    }
}
