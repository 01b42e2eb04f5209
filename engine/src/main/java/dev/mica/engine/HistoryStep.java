package dev.mica.engine;

import java.time.Instant;
import java.util.List;

/**
 * One step of an image's history.
 *
 * @param id the image after that step; {@code <missing>} where it is not in the store
 * @param created when
 * @param createdBy the instruction
 * @param tags names of that image; null in JSON where empty
 * @param size bytes of the step's layer; 0 where it made none
 * @param comment a remark
 */
public record HistoryStep(
        String id,
        Instant created,
        String createdBy,
        List<String> tags,
        long size,
        String comment) {}
