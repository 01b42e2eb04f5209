package dev.mica.registry;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of a PEM file (RFC 7468).
 *
 * @param label such as {@code CERTIFICATE}
 * @param bytes what it holds
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, read at once
record Pem(String label, byte[] bytes) {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    /** All blocks of a file; what is around them, and what is no base64, is left out. */
    static List<Pem> parse(String text) {
        List<Pem> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        while (block.find()) {
            try {
                blocks.add(new Pem(block.group(1), Base64.getMimeDecoder().decode(block.group(2))));
            } catch (IllegalArgumentException e) {
                // as if it was not there
            }
        }
        return blocks;
    }
}
