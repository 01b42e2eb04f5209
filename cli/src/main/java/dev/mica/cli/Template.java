package dev.mica.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code --format}: text with fields, {@code {{.Names}}}, {@code {{.State.Status}}} or {@code
 * {{json .Mounts}}}. Of Go's templates that is all; anything else is refused by name.
 */
final class Template {

    private static final Pattern FIELD =
            Pattern.compile("(json\\s+)?(\\.|(?:\\.[A-Za-z_][A-Za-z0-9_]*)+)");

    /** A piece of the output. */
    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Field(String source, List<String> path, boolean json) implements Part {}

    private final List<Part> parts;

    private Template(List<Part> parts) {
        this.parts = parts;
    }

    /**
     * Reads a template.
     *
     * @throws CommandException when it has something other than fields
     */
    static Template parse(String source) {
        return parse(source, 1);
    }

    /** As {@link #parse(String)}; a refusal ends the command with {@code exitCode}. */
    static Template parse(String source, int exitCode) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (true) {
            int open = source.indexOf("{{", from);
            if (open < 0) {
                parts.add(new Literal(source.substring(from)));
                return new Template(parts);
            }
            parts.add(new Literal(source.substring(from, open)));
            int close = source.indexOf("}}", open);
            if (close < 0) {
                throw new CommandException(
                        "template parsing error: template: :1: unclosed action", exitCode);
            }
            String action = source.substring(open + 2, close).strip();
            Matcher field = FIELD.matcher(action);
            if (!field.matches() || (field.group(1) == null && action.equals("."))) {
                throw new CommandException(
                        "template parsing error: {{"
                                + action
                                + "}} is not served; only fields such as {{.Name}} and {{json"
                                + " .Name}} are, and the formats json and table",
                        exitCode);
            }
            List<String> path = new ArrayList<>();
            for (String name : field.group(2).split("\\.", -1)) {
                if (!name.isEmpty()) {
                    path.add(name);
                }
            }
            parts.add(new Field(field.group(2), path, field.group(1) != null));
            from = close + 2;
        }
    }

    /**
     * Fills the template in.
     *
     * @throws CommandException when the value has no such field, or one that is no scalar
     */
    String apply(Json value) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal(String text) -> out.append(text);
                case Field field -> out.append(fill(field, value));
            }
        }
        return out.toString();
    }

    private static String fill(Field field, Json value) {
        Json at = value;
        for (String name : field.path()) {
            if (!at.members().containsKey(name)) {
                throw new CommandException(
                        "template parsing error: template: :1: executing \"\" at <"
                                + field.source()
                                + ">: no entry for key \""
                                + name
                                + "\"",
                        1);
            }
            at = at.member(name);
        }
        if (field.json()) {
            return at.toString();
        }
        return switch (at) {
            case Json.Text(String text) -> text;
            case Json.Literal(String text) -> text.equals("null") ? "<no value>" : text;
            case Json.Items _, Json.Members _ ->
                    throw new CommandException(
                            "template parsing error: {{"
                                    + field.source()
                                    + "}} is not one value; {{json "
                                    + field.source()
                                    + "}} shows it",
                            1);
        };
    }
}
