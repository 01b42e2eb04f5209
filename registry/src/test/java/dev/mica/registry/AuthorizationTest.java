package dev.mica.registry;

import static dev.mica.registry.Failures.assertThatFailure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mica.registry.RegistryException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who asks: passwords, tokens and logins, and to whom they are not told. */
class AuthorizationTest {

    private static final String BASIC = "Basic dXNlcjpzZWNyZXQ="; // user:secret
    private static final String SCOPE = "scope=repository%3Ateam%2Fapp%3Apull";

    private final FakeRegistry registry = new FakeRegistry();
    private final RemoteImage image = RemoteImage.of(1000).publish(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    /** The registry wants this header for everything. */
    private void guard(String challenge, String wanted) {
        guard("/v2/", challenge, wanted, Answer.of(200, "{}"));
        Answer manifest = Answer.ok(image.manifest()).with("Content-Type", TYPE);
        guard(RemoteImage.manifestPath("1"), challenge, wanted, manifest);
        guard(image.layerPath(), challenge, wanted, Answer.ok(image.layer()));
        guard(image.configPath(), challenge, wanted, Answer.ok(image.config()));
    }

    private static final String TYPE = dev.mica.image.MediaTypes.DOCKER_MANIFEST;

    private void guard(String path, String challenge, String wanted, Answer answer) {
        registry.on(
                path,
                ask ->
                        ask.header("authorization").equals(wanted)
                                ? answer
                                : denied().with("WWW-Authenticate", challenge));
    }

    private static Answer denied() {
        return Answer.error(401, "UNAUTHORIZED", "authentication required");
    }

    private String bearer() {
        return "Bearer realm=\"" + registry.url() + "/token\",service=\"reg\"";
    }

    private byte[] pull(Credentials credentials) throws Exception {
        try (RemoteRepository repository = Pulling.repository(registry, credentials)) {
            ResolvedImage resolved = repository.resolve(Pulling.reference(registry), Pulling.AMD64);
            return resolved.read(
                    resolved.layers().getFirst(), BlobProgress.NONE, in -> in.readAllBytes());
        }
    }

    @Test
    void aPasswordIsSentToWhoAsksForIt() throws Exception {
        guard("Basic realm=\"r\"", BASIC);

        assertThat(pull(Pulling.user("user", "secret"))).isEqualTo(image.layer());
        assertThat(registry.asked("/v2/").getFirst().header("authorization")).isEmpty();
    }

    @Test
    void withoutAPasswordThereIsNothingToSend() {
        guard("Basic realm=\"r\"", BASIC);

        assertThatFailure(() -> pull(Credentials.NONE), Kind.UNAUTHORIZED)
                .withMessageEndingWith("no basic auth credentials");
    }

    @Test
    void aWrongPasswordIsNotTriedTwice() {
        guard("Basic realm=\"r\"", BASIC);

        assertThatFailure(() -> pull(Pulling.user("user", "wrong")), Kind.UNAUTHORIZED);
        assertThat(registry.asked(RemoteImage.manifestPath("1"))).hasSize(1);
    }

    @Test
    void oneTokenServesAWholePull() throws Exception {
        guard(bearer(), "Bearer T1");
        registry.on("/token", ask -> Answer.of(200, "{\"token\":\"T1\",\"expires_in\":300}"));

        assertThat(pull(Credentials.NONE)).isEqualTo(image.layer());
        assertThat(registry.asked("/token"))
                .singleElement()
                .satisfies(ask -> assertThat(ask.query()).isEqualTo(SCOPE + "&service=reg"))
                .satisfies(ask -> assertThat(ask.header("authorization")).isEmpty());
    }

    @Test
    void theTokenServerGetsThePasswordAndTheRegistryDoesNot() throws Exception {
        guard(bearer(), "Bearer T1");
        registry.on(
                "/token",
                ask ->
                        ask.header("authorization").equals(BASIC)
                                ? Answer.of(200, "{\"access_token\":\"T1\"}")
                                : denied());

        assertThat(pull(Pulling.user("user", "secret"))).isEqualTo(image.layer());
        assertThat(registry.asked("/token").getFirst().query()).startsWith("account=user&" + SCOPE);
        assertThat(registry.asked(image.layerPath()).getFirst().header("authorization"))
                .isEqualTo("Bearer T1");
    }

    @Test
    void aTokenRefusedInTheMiddleIsReplacedOnce() throws Exception {
        AtomicInteger tokens = new AtomicInteger();
        guard(bearer(), "Bearer T1");
        registry.on(
                "/token",
                ask -> Answer.of(200, "{\"token\":\"T" + tokens.incrementAndGet() + "\"}"));
        guard(image.layerPath(), bearer(), "Bearer T2", Answer.ok(image.layer()));

        assertThat(pull(Credentials.NONE)).isEqualTo(image.layer());
        assertThat(registry.asked("/token")).hasSize(2);
    }

    @Test
    void tokensThatAreNeverRightDoNotGoOnForEver() {
        guard(bearer(), "Bearer nobody has this one");
        registry.on("/token", ask -> Answer.of(200, "{\"token\":\"T\"}"));

        assertThatFailure(() -> pull(Credentials.NONE), Kind.UNAUTHORIZED);
        assertThat(registry.asked("/token").size()).isLessThanOrEqualTo(3);
    }

    @Test
    void anIdentityTokenIsExchangedForABearerToken() throws Exception {
        guard(bearer(), "Bearer T1");
        registry.on("/token", ask -> Answer.of(200, "{\"access_token\":\"T1\"}"));

        assertThat(pull(new Credentials("", "", "IDENTITY", "", ""))).isEqualTo(image.layer());
        assertThat(registry.asked("/token").getFirst())
                .satisfies(ask -> assertThat(ask.method()).isEqualTo("POST"))
                .satisfies(
                        ask ->
                                assertThat(ask.body())
                                        .contains("grant_type=refresh_token")
                                        .contains("refresh_token=IDENTITY")
                                        .contains(SCOPE));
    }

    @Test
    void aRegistryTokenIsSentAsItIs() throws Exception {
        guard(bearer(), "Bearer MINE");

        assertThat(pull(new Credentials("", "", "", "MINE", ""))).isEqualTo(image.layer());
        assertThat(registry.asked("/token")).isEmpty();
    }

    @Test
    void aTokenAnswerWithoutATokenIsRefused() {
        guard(bearer(), "Bearer T1");
        registry.on("/token", ask -> Answer.of(200, "{}"));

        assertThatFailure(() -> pull(Credentials.NONE), Kind.UNEXPECTED)
                .withMessageContaining("did not include a token in the response");
    }

    @Test
    void thePasswordDoesNotFollowARedirectToAnotherHost() throws Exception {
        guard("Basic realm=\"r\"", BASIC);
        try (FakeRegistry store = new FakeRegistry()) {
            store.on("/blob", ask -> Answer.ok(image.layer()));
            registry.on(image.layerPath(), ask -> Answer.redirect(store.url() + "/blob"));

            assertThat(pull(Pulling.user("user", "secret"))).isEqualTo(image.layer());
            assertThat(store.asked("/blob"))
                    .singleElement()
                    .satisfies(ask -> assertThat(ask.headers()).doesNotContainKey("authorization"));
        }
    }

    @Test
    void aRedirectedChallengeGetsNoPassword() {
        try (FakeRegistry thief = new FakeRegistry()) {
            thief.on("/blob", ask -> denied().with("WWW-Authenticate", "Basic realm=\"mine\""));
            registry.on(image.layerPath(), ask -> Answer.redirect(thief.url() + "/blob"));

            assertThatFailure(() -> pull(Pulling.user("user", "secret")), Kind.UNAUTHORIZED);
            assertThat(thief.asked("/blob"))
                    .allSatisfy(
                            ask -> assertThat(ask.headers()).doesNotContainKey("authorization"));
        }
    }

    @Test
    void aLoginWithTheRightPasswordSucceeds() {
        guard("Basic realm=\"r\"", BASIC);

        assertThat(login("secret")).isEqualTo(new LoginResult("Login Succeeded", ""));
    }

    @Test
    void aLoginWithAWrongPasswordIsRefused() {
        guard("Basic realm=\"r\"", BASIC);

        assertThatFailure(() -> login("wrong"), Kind.UNAUTHORIZED)
                .withMessageContaining("login attempt to " + registry.url() + "/v2/ failed")
                .withMessageContaining("401 Unauthorized");
    }

    @Test
    void aLoginMayGiveATokenInPlaceOfThePassword() {
        guard(bearer(), "Bearer T1");
        registry.on(
                "/token", ask -> Answer.of(200, "{\"token\":\"T1\",\"refresh_token\":\"KEEP\"}"));

        assertThat(login("secret").identityToken()).isEqualTo("KEEP");
        assertThat(registry.asked("/token").getFirst().query()).contains("offline_token=true");
    }

    private LoginResult login(String password) {
        return new RegistryClient(Pulling.CONFIG)
                .login(new Credentials("user", password, "", "", registry.authority()));
    }

    @Test
    void theHeaderOfClientsIsRead() {
        String json = "{\"username\":\"u\",\"password\":\"p?>\",\"serveraddress\":\"r:5000\"}";
        for (Base64.Encoder base64 : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String header = base64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
            assertThat(Credentials.parseHeader(header))
                    .isEqualTo(new Credentials("u", "p?>", "", "", "r:5000"));
        }
        assertThat(Credentials.parseHeader("no base64!")).isEqualTo(Credentials.NONE);
        assertThat(Credentials.parseHeader("")).isEqualTo(Credentials.NONE);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(new Credentials("u", "PASS", "IDENT", "REG", "").toString())
                .doesNotContain("PASS", "IDENT", "REG");
    }
}
