package dev.mica.dockerapi;

import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Map;

/** The answer to {@code GET /version}. */
@Json
record VersionAnswer(
        @Json.Property("Platform") Platform platform,
        @Json.Property("Components") List<Component> components,
        @Json.Property("Version") String version,
        @Json.Property("ApiVersion") String apiVersion,
        @Json.Property("MinAPIVersion") String minApiVersion,
        @Json.Property("GitCommit") String gitCommit,
        @Json.Property("GoVersion") String goVersion,
        @Json.Property("Os") String os,
        @Json.Property("Arch") String arch,
        @Json.Property("KernelVersion") String kernelVersion,
        @Json.Property("BuildTime") String buildTime) {

    /** Who made it. */
    @Json
    record Platform(@Json.Property("Name") String name) {}

    /** The daemon itself, or a program it runs. */
    @Json
    record Component(
            @Json.Property("Name") String name,
            @Json.Property("Version") String version,
            @Json.Property("Details") Map<String, String> details) {}
}
