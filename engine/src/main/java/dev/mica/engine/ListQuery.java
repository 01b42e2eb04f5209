package dev.mica.engine;

import java.util.Optional;

/**
 * Which containers {@link Containers#list} lists.
 *
 * @param all not only running ones
 * @param limit how many of the newest, whether running or not; 0 or less for all
 * @param size whether sizes are wanted, which costs a walk over what each container wrote
 * @param since only those made after this container
 * @param before only those made before this container
 * @param filters see {@link Filters}
 */
public record ListQuery(
        boolean all,
        int limit,
        boolean size,
        Optional<String> since,
        Optional<String> before,
        Filters filters) {

    /** All containers. */
    public static final ListQuery ALL =
            new ListQuery(true, 0, false, Optional.empty(), Optional.empty(), Filters.NONE);
}
