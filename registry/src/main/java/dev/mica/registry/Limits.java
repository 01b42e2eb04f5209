package dev.mica.registry;

import java.time.Duration;

/**
 * How long, how much and how often, before a registry is given up.
 *
 * @param connect for a connection, TLS included
 * @param answer for the head of an answer
 * @param idle the longest wait for {@link #MIN_PROGRESS} more bytes of a body
 * @param total for a whole small answer: a manifest, a token, a page of tags
 * @param tries how often a blob's download may break without {@link #GOOD_PROGRESS} in between
 * @param pause before the second try; doubled for each further one
 */
record Limits(
        Duration connect,
        Duration answer,
        Duration idle,
        Duration total,
        int tries,
        Duration pause) {

    static final Limits DEFAULT =
            new Limits(
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(2),
                    5,
                    Duration.ofSeconds(1));

    /** Bytes that count as life: a registry that sends less in the idle time counts as silent. */
    static final int MIN_PROGRESS = 1024;

    /** Bytes after which a download that broke has all its tries again. */
    static final int GOOD_PROGRESS = 1 << 20;

    /** Redirects that are followed: Go's number. */
    static final int REDIRECTS = 10;

    /** The most bytes of an answer's body that is JSON and no manifest: tokens, errors, tags. */
    static final int JSON_BODY = 4 << 20;

    /** The most bytes of an image's config. */
    static final int CONFIG = 8 << 20;

    /** The most tags of one repository. */
    static final int TAGS = 200_000;

    /** The longest that a registry's {@code Retry-After} is heeded. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
}
