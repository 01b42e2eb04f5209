package dev.mica.registry;

import dev.mica.image.Reference;
import dev.mica.image.json.GoJson;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.registry.RegistryException.Kind;
import io.avaje.jsonb.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tags of a repository at one endpoint. A registry may cut the list into pages, each naming the
 * next one by a {@code Link} header (RFC 8288).
 */
final class TagPages {

    private static final Pattern NEXT =
            Pattern.compile("<([^>]*)>\\s*;[^<]*\\brel\\s*=\\s*\"?next\"?");

    /** One page. */
    @Json
    record Page(@Json.Property("tags") @Nullable List<String> tags) {}

    private final Session session;
    private final Reference name;
    private final String scope;

    TagPages(Session session, Reference name, String scope) {
        this.session = session;
        this.name = name;
        this.scope = scope;
    }

    List<String> all() {
        Set<String> tags = new LinkedHashSet<>();
        Set<URI> seen = new LinkedHashSet<>();
        Optional<URI> url = Optional.of(session.endpoint().at(name.path() + "/tags/list"));
        while (url.isPresent()) {
            Request request = Request.get(url.get(), session.deadline());
            if (!seen.add(url.get())) {
                throw new RegistryException(
                        Kind.UNEXPECTED, request + ": the list of tags comes back to itself");
            }
            url = page(request, tags);
            if (tags.size() > Limits.TAGS) {
                throw new RegistryException(
                        Kind.UNEXPECTED,
                        request + ": more than the " + Limits.TAGS + " tags that are allowed");
            }
        }
        return new ArrayList<>(tags);
    }

    /** Adds a page's tags. Returns where the next one is. */
    private Optional<URI> page(Request request, Set<String> tags) {
        try (Reply reply = session.send(request, scope)) {
            if (!reply.isOk()) {
                throw EndpointRepository.translate(ErrorAnswer.read(reply), name);
            }
            Page page = GoJson.read(reply.bytes(Limits.JSON_BODY, "list of tags"), Page.class);
            List<String> more = page.tags();
            int before = tags.size();
            if (more != null) {
                tags.addAll(more);
            }
            Optional<URI> next = next(reply, request);
            if (next.isPresent() && tags.size() == before) {
                return Optional.empty(); // pages without anything new could go on for ever
            }
            return next;
        } catch (MalformedJsonException e) {
            throw new RegistryException(Kind.UNEXPECTED, request + ": " + e.getMessage(), e);
        }
    }

    private Optional<URI> next(Reply reply, Request request) {
        for (String header : reply.headers("Link")) {
            Matcher m = NEXT.matcher(header);
            if (m.find()) {
                URI next;
                try {
                    next = request.url().resolve(m.group(1));
                } catch (IllegalArgumentException e) {
                    return Optional.empty();
                }
                if (!Transport.sameOrigin(next, session.endpoint().base())) {
                    throw new RegistryException(
                            Kind.UNEXPECTED,
                            request + ": the next page of tags is at another registry, " + next);
                }
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }
}
