package dev.mica.registry;

/** A place that has a blob. */
interface BlobSource {

    /**
     * Asks for a blob's bytes.
     *
     * @param offset of the first byte that is wanted; others may come all the same
     * @return an answer of any status
     * @throws RegistryException when there is none
     */
    Reply open(long offset);
}
