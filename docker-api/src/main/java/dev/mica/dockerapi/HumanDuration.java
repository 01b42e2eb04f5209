package dev.mica.dockerapi;

import java.time.Duration;

/** A duration as {@code docker ps} shows it: roughly, and in words (Docker's {@code go-units}). */
final class HumanDuration {
    private static final int HOURS_A_DAY = 24;
    private static final int HOURS_A_WEEK = 7 * HOURS_A_DAY;
    private static final int HOURS_A_MONTH = 30 * HOURS_A_DAY;
    private static final int HOURS_A_YEAR = 365 * HOURS_A_DAY;

    private HumanDuration() {}

    /** {@code About a minute}, {@code 3 weeks}. */
    static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return seconds == 1 ? "1 second" : seconds + " seconds";
        }
        long minutes = duration.toMinutes();
        if (minutes < 60) {
            return minutes == 1 ? "About a minute" : minutes + " minutes";
        }
        long hours = duration.plusMinutes(30).toHours();
        if (hours < 2 * HOURS_A_DAY) {
            return hours == 1 ? "About an hour" : hours + " hours";
        }
        if (hours < 2 * HOURS_A_WEEK) {
            return hours / HOURS_A_DAY + " days";
        }
        if (hours < 2 * HOURS_A_MONTH) {
            return hours / HOURS_A_WEEK + " weeks";
        }
        if (hours < 2 * HOURS_A_YEAR) {
            return hours / HOURS_A_MONTH + " months";
        }
        return duration.toHours() / HOURS_A_YEAR + " years";
    }
}
