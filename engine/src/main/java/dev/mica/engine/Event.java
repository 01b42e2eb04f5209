package dev.mica.engine;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened. Immutable.
 *
 * @param type {@code container}, {@code image}, {@code volume}, {@code network} or {@code daemon}
 * @param action such as {@code create} or {@code exec_start: sh}
 * @param actorId whom it happened to
 * @param attributes sorted by name
 * @param time when
 */
public record Event(
        String type, String action, String actorId, Map<String, String> attributes, Instant time) {}
