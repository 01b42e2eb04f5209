package dev.mica.dockerapi;

import dev.mica.image.json.GoJson;
import dev.mica.image.json.JsonMembers;
import dev.mica.image.json.MalformedJsonException;
import dev.mica.image.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The Go struct that dockerd decodes a request's body into, as far as its clients can tell: a value
 * of the wrong type is refused in the words of Go's decoder, and a member's name may be written in
 * any case. What it lets through is ready for the records.
 *
 * <p>A struct is given as Go source has it, a field a comma: {@code Hostname string, Env []string,
 * StopTimeout int, HostConfig HostConfig}, the last a struct of its own.
 */
final class GoStruct {
    private final String name;
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private record Field(String name, String type) {}

    private final Map<String, GoStruct> structs = new LinkedHashMap<>();

    /**
     * @param structs those that fields of this one are of, by their names
     */
    GoStruct(String name, String fields, GoStruct... structs) {
        this.name = name;
        for (GoStruct struct : structs) {
            this.structs.put(struct.name, struct);
        }
        for (String field : fields.strip().split("\\s*,\\s*", -1)) {
            int space = field.indexOf(' ');
            String key = field.substring(0, space);
            this.fields.put(
                    key.toLowerCase(Locale.ROOT), new Field(key, field.substring(space + 1)));
        }
    }

    /** Whether the struct has a field of exactly this name. */
    boolean knows(String member) {
        Field field = fields.get(member.toLowerCase(Locale.ROOT));
        return field != null && field.name.equals(member);
    }

    /**
     * Checks a body, and gives it back with the names as the records have them.
     *
     * @throws MalformedJsonException if the body is no JSON, in Go's words
     * @throws GoTypeException if a value has another type, in Go's words too
     */
    byte[] check(byte[] json) {
        RawJson value = RawJson.parse(json);
        if (value.isNull()) {
            return json;
        }
        if (!value.isObject()) {
            throw new GoTypeException(
                    "json: cannot unmarshal "
                            + kind(value)
                            + " into Go value of type "
                            + (name.indexOf('.') < 0 ? "runconfig." : "")
                            + name);
        }
        return bytes(checked(value, ""));
    }

    private RawJson checked(RawJson object, String path) {
        SequencedMap<String, RawJson> members = new LinkedHashMap<>();
        object.as(JsonMembers.class)
                .values()
                .forEach(
                        (key, value) -> {
                            Field field = fields.get(key.toLowerCase(Locale.ROOT));
                            if (field == null) {
                                members.put(key, value);
                            } else {
                                String at = path + field.name;
                                members.put(field.name, checked(value, field.type, at));
                            }
                        });
        return RawJson.of(new JsonMembers(members));
    }

    private RawJson checked(RawJson value, String type, String path) {
        if (value.isNull()) {
            return value;
        }
        String kind = kind(value);
        GoStruct struct = structs.get(type);
        if (struct != null) {
            require(kind.equals("object"), kind, path, "*container." + type);
            return struct.checked(value, path + ".");
        }
        if (type.startsWith("[]")) {
            require(kind.equals("array"), kind, path, type);
            for (RawJson element : GoJson.readList(bytes(value), RawJson.class)) {
                checked(element, type.substring(2), path);
            }
            return value;
        }
        if (type.startsWith("map[string]")) {
            require(kind.equals("object"), kind, path, type);
            String of = type.substring("map[string]".length());
            value.as(JsonMembers.class)
                    .values()
                    .forEach((key, element) -> checked(element, of, path));
            return value;
        }
        switch (type) {
            case "string", "bool" -> require(kind.equals(type), kind, path, type);
            case "struct" -> require(kind.equals("object"), kind, path, "struct {}");
            case "strslice" -> checkStrings(value, kind);
            case "any" -> {}
            default -> checkInteger(value, kind, type, path);
        }
        return value;
    }

    /** A string alone may stand for a list of one, so Go's second try is the one that complains. */
    private static void checkStrings(RawJson value, String kind) {
        boolean strings =
                kind.equals("array")
                        && GoJson.readList(bytes(value), RawJson.class).stream()
                                .allMatch(e -> e.isNull() || kind(e).equals("string"));
        if (!strings && !kind.equals("string")) {
            throw new GoTypeException(
                    "json: cannot unmarshal " + kind + " into Go value of type string");
        }
    }

    private void checkInteger(RawJson value, String kind, String type, String path) {
        require(kind.equals("number"), kind, path, type);
        String text = value.text();
        boolean whole;
        try {
            long number = Long.parseLong(text);
            whole = type.endsWith("64") || type.equals("int") || number == (int) number;
        } catch (NumberFormatException e) {
            whole = false;
        }
        require(whole, "number " + text, path, type);
    }

    private void require(boolean right, String kind, String path, String type) {
        if (!right) {
            throw new GoTypeException(
                    "json: cannot unmarshal "
                            + kind
                            + " into Go struct field "
                            + name
                            + "."
                            + path
                            + " of type "
                            + type);
        }
    }

    /** The name that Go's decoder has for a value in its messages. */
    static String kind(RawJson value) {
        return switch (value.text().charAt(0)) {
            case '{' -> "object";
            case '[' -> "array";
            case '"' -> "string";
            case 't', 'f' -> "bool";
            case 'n' -> "null";
            default -> "number";
        };
    }

    static byte[] bytes(RawJson value) {
        return value.text().getBytes(StandardCharsets.UTF_8);
    }
}
