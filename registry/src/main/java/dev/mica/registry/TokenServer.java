package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** Asks for bearer tokens where a registry's challenge says (distribution's token protocol). */
final class TokenServer {

    /** As what Docker's daemon presents itself; servers keep lists of those they know. */
    private static final String CLIENT = "docker";

    private final Endpoint endpoint;
    private final RegistryConfig config;
    private final Transport transport;

    TokenServer(Endpoint endpoint, RegistryConfig config, Transport transport) {
        this.endpoint = endpoint;
        this.config = config;
        this.transport = transport;
    }

    /**
     * Fetches a token.
     *
     * @param scope what it shall allow; empty for nothing in particular
     * @param keep whether to ask for a token that stands in for the password, too
     * @param subject what the token is for, for the error
     */
    Token fetch(
            Challenge challenge,
            String scope,
            Credentials credentials,
            boolean keep,
            Request subject) {
        URI realm = realm(challenge, subject);
        boolean refresh = !credentials.identityToken().isEmpty();
        if (refresh || credentials.hasPassword()) {
            requireSafe(realm, subject);
        }
        Deadline deadline = Deadline.in(config.limits().total());
        String service = challenge.parameter("service");
        Request request =
                refresh
                        ? byRefresh(realm, service, scope, credentials, deadline)
                        : byPassword(realm, service, scope, credentials, keep, deadline);
        try (Reply reply = transport.send(request)) {
            if (!reply.isOk()) {
                throw ErrorAnswer.read(reply).toException(subject.toString());
            }
            return Token.parse(reply.bytes(Limits.JSON_BODY, "token"), subject);
        }
    }

    private static Request byPassword(
            URI realm,
            String service,
            String scope,
            Credentials credentials,
            boolean keep,
            Deadline deadline) {
        StringJoiner query = new StringJoiner("&");
        add(query, "account", credentials.username());
        add(query, "scope", scope);
        add(query, "service", service);
        if (keep) {
            add(query, "offline_token", "true");
            add(query, "client_id", CLIENT);
        }
        String joint = realm.getRawQuery() == null ? "?" : "&";
        String url = query.length() == 0 ? realm.toString() : realm + joint + query;
        Request request = Request.get(URI.create(url), deadline);
        return credentials.hasPassword() ? request.authorizedBy(credentials.basic()) : request;
    }

    private static Request byRefresh(
            URI realm, String service, String scope, Credentials credentials, Deadline deadline) {
        StringJoiner form = new StringJoiner("&");
        add(form, "grant_type", "refresh_token");
        add(form, "service", service);
        add(form, "client_id", CLIENT);
        add(form, "scope", scope);
        add(form, "refresh_token", credentials.identityToken());
        return Request.get(realm, deadline).post(form.toString());
    }

    private static void add(StringJoiner query, String name, String value) {
        if (!value.isEmpty()) {
            query.add(name + '=' + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    private static URI realm(Challenge challenge, Request subject) {
        String text = challenge.parameter("realm");
        try {
            URI realm = new URI(text);
            String scheme = String.valueOf(realm.getScheme());
            if ((scheme.equals("https") || scheme.equals("http"))
                    && realm.getHost() != null
                    && realm.getRawFragment() == null) {
                return realm;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new RegistryException(
                Kind.UNEXPECTED,
                subject + ": the registry names no usable token server: realm \"" + text + '"');
    }

    /** A password goes over plain http only where the user said that this will do. */
    private void requireSafe(URI realm, Request subject) {
        boolean ownHost = realm.getRawAuthority().equals(endpoint.authority());
        boolean safe =
                realm.getScheme().equals("https")
                        || (ownHost && endpoint.insecure())
                        || config.insecure().contains(realm.getRawAuthority());
        if (!safe) {
            throw new RegistryException(
                    Kind.UNAUTHORIZED,
                    subject
                            + ": refusing to send credentials to "
                            + realm.getScheme()
                            + "://"
                            + realm.getRawAuthority()
                            + ": it is not https, and not among the insecure registries");
        }
    }
}
