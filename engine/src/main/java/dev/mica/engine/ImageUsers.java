package dev.mica.engine;

import dev.mica.image.ImageId;
import java.util.List;

/** What images need to know of containers. */
interface ImageUsers {
    /** The containers made from an image. */
    List<LiveContainer> of(ImageId image);

    /** The container that is to be committed. */
    LiveContainer get(String ref);

    /** Does something while no process of the container runs on. */
    void paused(LiveContainer container, Runnable action);
}
