package dev.mica.engine;

import dev.mica.image.json.OmitEmptyBool;
import dev.mica.image.json.OmitEmptyInt;
import dev.mica.image.json.OmitEmptyInt64;
import dev.mica.image.json.OmitEmptyRaw;
import dev.mica.image.json.OmitEmptyText;
import dev.mica.image.json.OmitEmptyTextMap;
import dev.mica.image.json.RawJson;
import io.avaje.jsonb.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code --mount} asks for: moby's {@code mount.Mount}.
 *
 * @param type {@code bind}, {@code volume} or {@code tmpfs}
 * @param source a path on the host, or a volume's name; empty for an anonymous volume
 * @param target where it is to be in the container
 * @param readOnly whether it cannot be written
 * @param consistency ignored, as Docker does on Linux
 * @param bindOptions of a bind; null where there are none
 * @param volumeOptions of a volume; null where there are none
 * @param tmpfsOptions of a tmpfs; null where there are none
 */
@Json
public record Mount(
        @Json.Property("Type") @Json.Serializer(OmitEmptyText.class) String type,
        @Json.Property("Source") @Json.Serializer(OmitEmptyText.class) String source,
        @Json.Property("Target") @Json.Serializer(OmitEmptyText.class) String target,
        @Json.Property("ReadOnly") @Json.Serializer(OmitEmptyBool.class) boolean readOnly,
        @Json.Property("Consistency") @Json.Serializer(OmitEmptyText.class) String consistency,
        @Json.Property("BindOptions") @Json.Serializer(OmitBindOptions.class)
                @Nullable BindOptions bindOptions,
        @Json.Property("VolumeOptions") @Json.Serializer(OmitVolumeOptions.class)
                @Nullable VolumeOptions volumeOptions,
        @Json.Property("TmpfsOptions") @Json.Serializer(OmitTmpfsOptions.class)
                @Nullable TmpfsOptions tmpfsOptions) {

    /** Nothing is asked for: how an anonymous volume of an image is stored. */
    static final Mount EMPTY = new Mount("", "", "", false, "", null, null, null);

    public Mount {
        type = Texts.orEmpty(type);
        source = Texts.orEmpty(source);
        target = Texts.orEmpty(target);
        consistency = Texts.orEmpty(consistency);
    }

    /**
     * Options of a bind mount.
     *
     * @param propagation such as {@code rslave}; empty for the default
     * @param nonRecursive whether mounts below the source are left out
     * @param createMountpoint whether a missing source is made
     * @param readOnlyNonRecursive whether mounts below the source stay writable
     * @param readOnlyForceRecursive whether they must not
     */
    @Json
    public record BindOptions(
            @Json.Property("Propagation") @Json.Serializer(OmitEmptyText.class) String propagation,
            @Json.Property("NonRecursive") @Json.Serializer(OmitEmptyBool.class)
                    boolean nonRecursive,
            @Json.Property("CreateMountpoint") @Json.Serializer(OmitEmptyBool.class)
                    boolean createMountpoint,
            @Json.Property("ReadOnlyNonRecursive") @Json.Serializer(OmitEmptyBool.class)
                    boolean readOnlyNonRecursive,
            @Json.Property("ReadOnlyForceRecursive") @Json.Serializer(OmitEmptyBool.class)
                    boolean readOnlyForceRecursive) {

        public BindOptions {
            propagation = Texts.orEmpty(propagation);
        }
    }

    /**
     * Options of a volume.
     *
     * @param noCopy whether the image's content is not copied into it
     * @param labels of the new volume
     * @param subpath unserved
     * @param driverConfig unserved
     */
    @Json
    public record VolumeOptions(
            @Json.Property("NoCopy") @Json.Serializer(OmitEmptyBool.class) boolean noCopy,
            @Json.Property("Labels") @Json.Serializer(OmitEmptyTextMap.class)
                    @Nullable Map<String, String> labels,
            @Json.Property("Subpath") @Json.Serializer(OmitEmptyText.class) String subpath,
            @Json.Property("DriverConfig") @Json.Serializer(OmitEmptyRaw.class)
                    @Nullable RawJson driverConfig) {

        public VolumeOptions {
            subpath = Texts.orEmpty(subpath);
        }
    }

    /**
     * Options of a tmpfs.
     *
     * @param sizeBytes 0 for no limit
     * @param mode Go's permission bits; 0 for the default
     * @param options unserved
     */
    @Json
    public record TmpfsOptions(
            @Json.Property("SizeBytes") @Json.Serializer(OmitEmptyInt64.class) long sizeBytes,
            @Json.Property("Mode") @Json.Serializer(OmitEmptyInt.class) int mode,
            @Json.Property("Options") @Json.Serializer(OmitEmptyRaw.class)
                    @Nullable RawJson options) {}
}
