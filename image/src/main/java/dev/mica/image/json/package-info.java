/**
 * JSON as Go's {@code encoding/json} reads and writes it, over avaje-jsonb: what Docker's files and
 * its API are made of.
 *
 * <p><b>Records.</b> A wire or stored shape is a record with avaje's {@code @Json}, each component
 * named by {@code @Json.Property("GoName")}, in the order of Go's struct. {@link
 * dev.mica.image.json.GoJson} holds the one {@code Jsonb} of the program; it finds the generated
 * adapters of every room by {@code ServiceLoader}, so a room that has records {@code provides
 * io.avaje.jsonb.spi.JsonbExtension}. The rules that hold without saying so are Go's for a plain
 * struct: every member is written, {@code null} where the value is null; a {@code null} read for a
 * number or boolean is zero; an unknown member is ignored; maps are written with sorted keys; an
 * {@code Instant} is RFC 3339 with trailing zeros trimmed ({@link dev.mica.image.json.GoTime}). A
 * {@code String} that is null is read as null, so a record whose Go field is a plain {@code string}
 * maps it to the empty string in its compact constructor.
 *
 * <p><b>omitempty.</b> {@code @Json.Serializer(OmitEmptyText.class)} and its siblings leave a
 * member out where Go would.
 *
 * <p><b>Unknown members.</b> A subtree that is only carried along is a {@link
 * dev.mica.image.json.RawJson}; an object of such is a {@link dev.mica.image.json.JsonMembers}, in
 * order. A file that is read, changed and written back is a {@link dev.mica.image.json.StoredJson}:
 * what the record does not know, or did not change, stays as it was written, numbers like {@code
 * 9007199254740993} and {@code 1.0} and nulls included.
 *
 * <p><b>What to keep away from</b> in avaje-jsonb 3.11, each seen: {@code @Json.Raw} and {@code
 * rawValue} (characters beyond ASCII lose all but their low byte), {@code toJsonBytes} (fails on a
 * string much longer than its buffer), {@code readString} (ends at some 40,000 characters), names
 * of an inner object's members (escapes stay), buffers recycled by thread (broken by a value read
 * inside of another). The adapters here go around them; an adapter of another room's own should be
 * put together from these types.
 */
@NullMarked
package dev.mica.image.json;

import org.jspecify.annotations.NullMarked;
