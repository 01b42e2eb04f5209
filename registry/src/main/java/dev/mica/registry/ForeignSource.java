package dev.mica.registry;

import dev.mica.registry.RegistryException.Kind;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a manifest says that a blob is to be had without its registry. Gets no credentials.
 *
 * @param url of http or https
 * @param session of the registry, for its transport
 */
record ForeignSource(String url, Session session) implements BlobSource {

    @Override
    public Reply open(long offset) {
        Request request = Request.get(address(), Deadline.NONE).forVerifiable();
        return session.sendAnonymously(
                offset == 0 ? request : request.with("Range", "bytes=" + offset + '-'));
    }

    private URI address() {
        try {
            URI address = new URI(url);
            String scheme = String.valueOf(address.getScheme());
            if (address.getHost() != null && (scheme.equals("https") || scheme.equals("http"))) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw new RegistryException(
                Kind.UNSUPPORTED, "unsupported address of a foreign layer: \"" + url + '"');
    }
}
