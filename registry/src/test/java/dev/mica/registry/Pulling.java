package dev.mica.registry;

import dev.mica.image.Platform;
import dev.mica.image.Reference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** What most tests do: pull {@code team/app:1} from a scripted registry. */
final class Pulling {

    /** Time-outs that a test can wait for. */
    static final Limits QUICK =
            new Limits(
                    Duration.ofSeconds(2),
                    Duration.ofMillis(700),
                    Duration.ofMillis(700),
                    Duration.ofSeconds(3),
                    4,
                    Duration.ofMillis(5));

    static final RegistryConfig CONFIG =
            RegistryConfig.defaults().withCertificates(List.of()).withLimits(QUICK);

    static final Platform AMD64 = Platform.of("linux", "amd64", "");

    private Pulling() {}

    static Reference reference(FakeRegistry registry) {
        return Reference.parse(registry.authority() + '/' + RemoteImage.REPOSITORY + ":1");
    }

    static RemoteRepository repository(FakeRegistry registry) {
        return repository(registry, Credentials.NONE);
    }

    static RemoteRepository repository(FakeRegistry registry, Credentials credentials) {
        return new RegistryClient(CONFIG).repository(reference(registry), credentials);
    }

    static ResolvedImage resolve(FakeRegistry registry) {
        try (RemoteRepository repository = repository(registry)) {
            return repository.resolve(reference(registry), AMD64);
        }
    }

    /** Resolves the image and reads its first layer. */
    static byte[] pull(FakeRegistry registry) {
        return pull(registry, BlobProgress.NONE);
    }

    static byte[] pull(FakeRegistry registry, BlobProgress progress) {
        try (RemoteRepository repository = repository(registry)) {
            ResolvedImage image = repository.resolve(reference(registry), AMD64);
            return image.read(image.layers().getFirst(), progress, InputStream::readAllBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Credentials user(String name, String password) {
        return new Credentials(name, password, "", "", "");
    }
}
