package dev.mica.engine;

import java.util.List;

/**
 * A new container.
 *
 * @param id 64 hexadecimal digits
 * @param warnings for its maker to read
 */
public record CreatedContainer(String id, List<String> warnings) {

    public CreatedContainer {
        warnings = List.copyOf(warnings);
    }
}
