package dev.mica.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image, normalised as Docker does (distribution's {@code reference} grammar):
 * {@code busybox} is {@code docker.io/library/busybox}. It may carry a tag, a digest, or both.
 *
 * @param domain the registry's host and port, {@code docker.io} when none was written; empty for a
 *     name like {@code a_b.c/x}, whose first part Docker takes for a host that then can be none
 * @param path the repository below it, such as {@code library/busybox}
 * @param tagOrNull see {@link #tag()}
 * @param digestOrNull see {@link #digest()}
 */
public record Reference(
        String domain, String path, @Nullable String tagOrNull, @Nullable Digest digestOrNull)
        implements AnyReference {

    /** The registry a name without one means. */
    public static final String DEFAULT_DOMAIN = "docker.io";

    /** The tag a name without one means. */
    public static final String DEFAULT_TAG = "latest";

    private static final String LEGACY_DEFAULT_DOMAIN = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final int MAX_NAME = 255;

    private static final String DOMAIN_PART = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
    private static final String DOMAIN = DOMAIN_PART + "(?:\\." + DOMAIN_PART + ")*+(?::[0-9]++)?";
    private static final String PATH_PART = "[a-z0-9]++(?:(?:[._]|__|-++)[a-z0-9]++)*+";
    private static final String PATH = PATH_PART + "(?:/" + PATH_PART + ")*+";
    private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
    private static final String DIGEST =
            "[A-Za-z][A-Za-z0-9]*+(?:[-_+.][A-Za-z][A-Za-z0-9]*+)*+:[0-9a-fA-F]{32,}+";

    private static final Pattern REFERENCE =
            Pattern.compile(
                    "((?:("
                            + DOMAIN
                            + ")/)?("
                            + PATH
                            + "))(?::("
                            + TAG
                            + "))?(?:@("
                            + DIGEST
                            + "))?");
    private static final Pattern TAG_ONLY = Pattern.compile(TAG);

    /**
     * Parses and normalises what a user typed.
     *
     * @throws InvalidReferenceException with Docker's words
     */
    public static Reference parse(String text) {
        if (isIdentifier(text)) {
            throw new InvalidReferenceException(
                    "invalid repository name ("
                            + text
                            + "), cannot specify 64-byte hexadecimal strings");
        }
        String domain = DEFAULT_DOMAIN;
        String rest = text;
        int slash = text.indexOf('/');
        if (slash >= 0 && isDomain(text.substring(0, slash))) {
            domain = text.substring(0, slash);
            rest = text.substring(slash + 1);
        }
        if (domain.equals(LEGACY_DEFAULT_DOMAIN)) {
            domain = DEFAULT_DOMAIN;
        }
        if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
            rest = OFFICIAL + rest;
        }
        int end = rest.indexOf(':');
        String name = end < 0 ? rest : rest.substring(0, end);
        if (!name.equals(name.toLowerCase(Locale.ROOT))) {
            throw new InvalidReferenceException(
                    "invalid reference format: repository name must be lowercase");
        }
        return parseCanonical(domain + '/' + rest);
    }

    /**
     * Parses what names an image in the API: an id of 64 hexadecimal digits, with or without its
     * algorithm, or a name. Shorter prefixes of ids look like names; the image store tries them.
     *
     * @throws InvalidReferenceException with Docker's words
     */
    public static AnyReference parseAny(String text) {
        if (isIdentifier(text)) {
            return new AnyReference.ById(Digest.ofSha256(text));
        }
        try {
            return new AnyReference.ById(Digest.parse(text));
        } catch (InvalidDigestException e) {
            return parse(text);
        }
    }

    private static Reference parseCanonical(String text) {
        Matcher m = REFERENCE.matcher(text);
        if (!m.matches()) {
            throw new InvalidReferenceException("invalid reference format");
        }
        if (m.group(1).length() > MAX_NAME) {
            throw new InvalidReferenceException(
                    "repository name must not be more than 255 characters");
        }
        String digest = m.group(5);
        try {
            return new Reference(
                    Strings.orEmpty(m.group(2)),
                    m.group(3),
                    m.group(4),
                    digest == null ? null : Digest.parse(digest));
        } catch (InvalidDigestException e) {
            throw new InvalidReferenceException(e.message());
        }
    }

    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    }

    private static boolean isIdentifier(String text) {
        return text.length() == 64 && Digest.isLowerHex(text);
    }

    /** The tag, such as {@code latest}. */
    public Optional<String> tag() {
        return Optional.ofNullable(tagOrNull);
    }

    /** The digest of the manifest that is meant. */
    public Optional<Digest> digest() {
        return Optional.ofNullable(digestOrNull);
    }

    /** The whole repository name: {@code docker.io/library/busybox}. */
    public String name() {
        return domain.isEmpty() ? path : domain + '/' + path;
    }

    /** The repository name as Docker shows it: {@code busybox}. */
    public String familiarName() {
        if (!domain.equals(DEFAULT_DOMAIN)) {
            return name();
        }
        boolean official = path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0;
        return official ? path.substring(OFFICIAL.length()) : path;
    }

    /** The reference as Docker shows it: {@code busybox:latest}, {@code busybox@sha256:…}. */
    public String familiar() {
        return familiarName() + suffix();
    }

    /** Whether neither tag nor digest was written. */
    public boolean isNameOnly() {
        return tagOrNull == null && digestOrNull == null;
    }

    /** The same repository without tag and digest. */
    public Reference nameOnly() {
        return new Reference(domain, path, null, null);
    }

    /** This reference, with {@link #DEFAULT_TAG} where neither tag nor digest was written. */
    public Reference withDefaultTag() {
        return isNameOnly() ? new Reference(domain, path, DEFAULT_TAG, null) : this;
    }

    /**
     * This reference with another tag; its digest stays.
     *
     * @throws InvalidReferenceException {@code invalid tag format}
     */
    public Reference withTag(String tag) {
        if (!TAG_ONLY.matcher(tag).matches()) {
            throw new InvalidReferenceException("invalid tag format");
        }
        return new Reference(domain, path, tag, digestOrNull);
    }

    /** This reference with another digest; its tag stays. */
    public Reference withDigest(Digest digest) {
        return new Reference(domain, path, tagOrNull, digest);
    }

    private String suffix() {
        String tag = tagOrNull == null ? "" : ":" + tagOrNull;
        return digestOrNull == null ? tag : tag + '@' + digestOrNull;
    }

    /** The canonical form: {@code docker.io/library/busybox:latest}. */
    @Override
    public String toString() {
        return name() + suffix();
    }
}
