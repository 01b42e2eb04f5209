package dev.mica.storage;

import java.util.Map;

/**
 * How a container's layer is made.
 *
 * @param initLayer whether an init layer with {@code /.dockerenv}, {@code /dev/console} and the
 *     files to be mounted over lies below it; false only where Docker has none
 * @param storageOptions {@code --storage-opt} of the container
 * @param durable whether the layer is on disk when the call returns; false leaves that to the
 *     caller's own {@link DataRoot#sync}, before it tells anyone of the container
 */
public record ReadWriteOptions(
        boolean initLayer, Map<String, String> storageOptions, boolean durable) {

    /** With an init layer, no options, durable. */
    public static final ReadWriteOptions DEFAULT = new ReadWriteOptions(true, Map.of(), true);

    public ReadWriteOptions {
        storageOptions = Map.copyOf(storageOptions);
    }
}
