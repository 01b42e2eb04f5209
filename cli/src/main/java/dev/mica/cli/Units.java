package dev.mica.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;

/** Sizes and times as Docker's commands print them. */
final class Units {

    private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Units() {}

    /** Bytes in powers of 1000, three digits: {@code 1.98MB}. */
    static String size(long bytes) {
        return size(bytes, 1000, DECIMAL, 3);
    }

    /** Bytes in powers of 1000, four digits, as progress bars have it: {@code 1.983MB}. */
    static String progressSize(long bytes) {
        return size(bytes, 1000, DECIMAL, 4);
    }

    /** Bytes in powers of 1024, four digits: {@code 23.54GiB}. */
    static String memory(long bytes) {
        return size(bytes, 1024, BINARY, 4);
    }

    private static String size(long bytes, int base, String[] units, int digits) {
        double value = bytes;
        int unit = 0;
        while (value >= base && unit < units.length - 1) {
            value /= base;
            unit++;
        }
        // as C's %.3g, for values from 0 to 1023
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits));
        String text = rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
        return text + units[unit];
    }

    /** How long ago a moment was: {@code 3 days ago}. */
    static String ago(Instant moment, Instant now) {
        return duration(Duration.between(moment, now)) + " ago";
    }

    /** A length of time in one unit: {@code About an hour}. */
    static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        // Docker rounds hours to the nearest and cuts all else
        long hours = Math.round(duration.toMillis() / 3_600_000.0);
        if (seconds < 1) {
            return "Less than a second";
        } else if (seconds == 1) {
            return "1 second";
        } else if (seconds < 60) {
            return seconds + " seconds";
        } else if (minutes == 1) {
            return "About a minute";
        } else if (minutes < 60) {
            return minutes + " minutes";
        } else if (hours == 1) {
            return "About an hour";
        } else if (hours < 48) {
            return hours + " hours";
        } else if (hours < 24 * 7 * 2) {
            return hours / 24 + " days";
        } else if (hours < 24 * 30 * 2) {
            return hours / 24 / 7 + " weeks";
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 / 30 + " months";
        }
        return hours / 24 / 365 + " years";
    }
}
