package dev.mica.registry;

import dev.mica.image.Descriptor;
import dev.mica.image.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the blobs of an image may be.
 *
 * @param found where its manifest was
 * @param rest who may be asked for what is not there
 * @param name of the repository
 */
record BlobSources(EndpointRepository found, List<Session> rest, Reference name) {

    /** All places that may have a blob, in the order in which they are to be asked. */
    List<BlobSource> of(Descriptor blob) {
        List<BlobSource> sources = new ArrayList<>();
        sources.add(found.blob(blob));
        for (Session session : rest) {
            EndpointRepository repository = new EndpointRepository(session, name);
            sources.add(
                    offset -> {
                        session.greet();
                        return repository.blob(blob).open(offset);
                    });
        }
        if (blob.isForeign()) {
            for (String url : blob.urls()) {
                sources.add(new ForeignSource(url, found.session()));
            }
        }
        return sources;
    }

    Limits limits() {
        return found.session().limits();
    }
}
