package dev.mica.registry;

import static dev.mica.registry.Failures.assertThatFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.image.Digest;
import dev.mica.image.MediaTypes;
import dev.mica.image.Platform;
import dev.mica.image.Reference;
import dev.mica.registry.RegistryException.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a tag or a digest to one image: manifests, lists, tags, mirrors, and their lies. */
class ResolveTest {

    private final FakeRegistry registry = new FakeRegistry();
    private final RemoteImage image = RemoteImage.of(1000).publish(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    private void publishList(String type, String platform, int size) {
        byte[] list =
                RemoteImage.bytes(
                        """
                        {"schemaVersion":2,"mediaType":"%s","manifests":[\
                        {"mediaType":"%s","size":7,"digest":"%s","platform":%s},\
                        {"mediaType":"%s","size":%d,"digest":"%s","platform":%s}]}\
                        """
                                .formatted(
                                        type,
                                        MediaTypes.DOCKER_MANIFEST,
                                        Digest.of(new byte[7]),
                                        "{\"os\":\"linux\",\"architecture\":\"s390x\"}",
                                        MediaTypes.DOCKER_MANIFEST,
                                        size,
                                        Digest.of(image.manifest()),
                                        platform));
        registry.on(
                RemoteImage.manifestPath("1"), ask -> Answer.ok(list).with("Content-Type", type));
        listDigest = Digest.of(list);
    }

    private static final String AMD64 = "{\"os\":\"linux\",\"architecture\":\"amd64\"}";
    private Digest listDigest = Digest.of(new byte[0]);

    @Test
    void theConfigIsTheImages() {
        try (RemoteRepository repository = Pulling.repository(registry)) {
            ResolvedImage found = repository.resolve(Pulling.reference(registry), Pulling.AMD64);

            assertThat(found.digest()).isEqualTo(Digest.of(image.manifest()));
            assertThat(found.config().id().digest()).isEqualTo(Digest.of(image.config()));
        }
    }

    @Test
    void aPortThatNobodyListensOnIsToldInGosWords() {
        registry.close();

        assertThatFailure(() -> Pulling.resolve(registry), Kind.UNREACHABLE)
                .withMessage(
                        "Get \"http://%s/v2/\": dial tcp %s: connect: connection refused"
                                .formatted(registry.authority(), registry.authority()));
    }

    @ParameterizedTest
    @ValueSource(strings = {MediaTypes.DOCKER_MANIFEST_LIST, MediaTypes.OCI_INDEX})
    void aListGivesTheImageOfThePlatform(String type) {
        publishList(type, AMD64, image.manifest().length);

        ResolvedImage found = Pulling.resolve(registry);

        assertThat(found.digest()).isEqualTo(listDigest);
        assertThat(found.manifest().digest()).isEqualTo(Digest.of(image.manifest()));
    }

    @Test
    void aListWithoutThePlatformIsRefused() {
        publishList(MediaTypes.OCI_INDEX, AMD64, image.manifest().length);

        try (RemoteRepository repository = Pulling.repository(registry)) {
            assertThatFailure(
                            () ->
                                    repository.resolve(
                                            Pulling.reference(registry),
                                            Platform.of("linux", "ppc64le", "")),
                            Kind.UNSUPPORTED)
                    .withMessage(
                            "no matching manifest for linux/ppc64le in the manifest list entries");
        }
    }

    @Test
    void aListThatLiesAboutASizeIsRefusedNamingBoth() {
        publishList(MediaTypes.OCI_INDEX, AMD64, 12345);

        assertThatFailure(() -> Pulling.resolve(registry), Kind.CORRUPT)
                .withMessageContaining(image.manifest().length + " bytes, the list says 12345");
    }

    @Test
    void aManifestThatIsNotOfItsDigestIsRefusedNamingBoth() {
        Digest wanted = Digest.of(new byte[] {1});
        registry.on(
                RemoteImage.manifestPath(wanted),
                ask ->
                        Answer.ok(image.manifest())
                                .with("Content-Type", MediaTypes.DOCKER_MANIFEST));
        Reference reference = Pulling.reference(registry).nameOnly().withDigest(wanted);

        try (RemoteRepository repository = Pulling.repository(registry)) {
            assertThatFailure(() -> repository.resolve(reference, Pulling.AMD64), Kind.CORRUPT)
                    .withMessageContaining(wanted.toString())
                    .withMessageContaining(Digest.of(image.manifest()).toString());
        }
    }

    @Test
    void aWrongDigestHeaderIsRefusedNamingBoth() {
        String lie = Digest.of(new byte[] {1}).toString();
        registry.on(
                RemoteImage.manifestPath("1"),
                ask ->
                        Answer.ok(image.manifest())
                                .with("Content-Type", MediaTypes.DOCKER_MANIFEST)
                                .with("Docker-Content-Digest", lie));

        assertThatFailure(() -> Pulling.resolve(registry), Kind.CORRUPT)
                .withMessageContaining(lie)
                .withMessageContaining(Digest.of(image.manifest()).toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHugeManifestIsRefused(boolean chunked) {
        byte[] huge = new byte[20 << 20];
        registry.on(
                RemoteImage.manifestPath("1"),
                ask -> chunked ? Answer.ok(huge).inChunks() : Answer.ok(huge));

        assertThatFailure(() -> Pulling.resolve(registry), Kind.UNEXPECTED)
                .withMessageContaining("manifest");
        image.publish(registry);
        assertThat(Pulling.pull(registry)).isEqualTo(image.layer());
    }

    @Test
    void whatIsNotThereIsToldAsDockerDoes() {
        registry.on(
                RemoteImage.manifestPath("1"),
                ask -> Answer.error(404, "MANIFEST_UNKNOWN", "manifest unknown"));

        assertThatFailure(() -> Pulling.resolve(registry), Kind.NOT_FOUND)
                .withMessageContaining(
                        "manifest for " + registry.authority() + "/team/app:1 not found");
    }

    @Test
    void endlessRedirectsAreRefused() {
        String path = RemoteImage.manifestPath("1");
        registry.on(path, ask -> Answer.redirect(registry.url() + path));

        assertThatFailure(() -> Pulling.resolve(registry), Kind.UNEXPECTED)
                .withMessageContaining("redirects");
        assertThat(registry.asked(path).size()).isLessThan(30);
    }

    @Test
    void aRedirectToAFileIsRefused() {
        registry.on(RemoteImage.manifestPath("1"), ask -> Answer.redirect("file:///etc/passwd"));

        assertThatFailure(() -> Pulling.resolve(registry), Kind.UNEXPECTED)
                .withMessageContaining("unsupported protocol scheme \"file\"");
    }

    @Test
    void tagsComeFromAllPages() {
        registry.on(
                "/v2/team/app/tags/list",
                ask ->
                        ask.query().isEmpty()
                                ? Answer.of(200, "{\"name\":\"team/app\",\"tags\":[\"a\",\"b\"]}")
                                        .with("Link", "</v2/team/app/tags/list?n=2>; rel=\"next\"")
                                : Answer.of(200, "{\"name\":\"team/app\",\"tags\":[\"c\"]}"));

        assertThat(tags()).containsExactly("a", "b", "c");
    }

    @Test
    void pagesThatGoRoundInACircleEnd() {
        registry.on(
                "/v2/team/app/tags/list",
                ask ->
                        Answer.of(200, "{\"tags\":[\"a\"]}")
                                .with("Link", "</v2/team/app/tags/list?n=1>; rel=\"next\""));

        assertThat(tags()).containsExactly("a");
    }

    @Test
    void theNextPageIsNotAtAnotherRegistry() {
        registry.on(
                "/v2/team/app/tags/list",
                ask ->
                        Answer.of(200, "{\"tags\":[\"a\"]}")
                                .with("Link", "<http://192.0.2.1/v2/x>; rel=\"next\""));

        assertThatFailure(this::tags, Kind.UNEXPECTED)
                .withMessageContaining("at another registry, http://192.0.2.1/v2/x");
    }

    private List<String> tags() {
        try (RemoteRepository repository = Pulling.repository(registry)) {
            return repository.tags();
        }
    }

    @Test
    void aMirrorServesTheHubsImages() {
        try (RemoteRepository repository = hubThrough(registry.url())) {
            Reference name = Reference.parse("docker.io/team/app:1");

            assertThat(repository.resolve(name, Pulling.AMD64).digest())
                    .isEqualTo(Digest.of(image.manifest()));
        }
    }

    @Test
    void theNextMirrorIsAskedWhereOneDoesNotHaveIt() {
        try (FakeRegistry empty = new FakeRegistry();
                RemoteRepository repository = hubThrough(empty.url(), registry.url())) {
            Reference name = Reference.parse("docker.io/team/app:1");

            assertThat(repository.resolve(name, Pulling.AMD64).digest())
                    .isEqualTo(Digest.of(image.manifest()));
            assertThat(empty.asked(RemoteImage.manifestPath("1"))).isNotEmpty();
        }
    }

    private static RemoteRepository hubThrough(String... mirrors) {
        return new RegistryClient(Pulling.CONFIG.withMirrors(List.of(mirrors)))
                .repository(Reference.parse("docker.io/team/app:1"), Credentials.NONE);
    }
}
