package dev.mica.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;

/** Ids, names and times in the short forms that lists show. */
final class Names {

    private static final DateTimeFormatter GO_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss Z ", Locale.ROOT);

    private Names() {}

    /** The first twelve digits, without the algorithm. */
    static String shortId(String id) {
        String hex = id.substring(id.indexOf(':') + 1);
        return hex.length() > 12 ? hex.substring(0, 12) : hex;
    }

    /** The text cut to so many characters, the last of them an ellipsis. */
    static String ellipsis(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /** A local time as Go prints it: {@code 2026-01-01 00:00:00 +0000 UTC}. */
    static String goTime(Instant moment) {
        ZoneId zone = ZoneId.systemDefault();
        String name = DateTimeFormatter.ofPattern("zzz", Locale.ROOT).format(moment.atZone(zone));
        return GO_TIME.format(moment.atZone(zone)) + (name.equals("Z") ? "UTC" : name);
    }

    /** An object's members as {@code a=b,c=d}, sorted. */
    static String pairs(Json object) {
        StringJoiner pairs = new StringJoiner(",");
        new TreeMap<>(object.members())
                .forEach((name, value) -> pairs.add(name + "=" + value.text()));
        return pairs.toString();
    }
}
