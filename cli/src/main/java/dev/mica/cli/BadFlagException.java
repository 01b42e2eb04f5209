package dev.mica.cli;

/** An option's value that cannot be read; told with the verb's usage. */
final class BadFlagException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param flag the option's names, as {@code -f, --filter}
     * @param value what was given
     * @param reason what is wrong with it
     */
    BadFlagException(String flag, String value, String reason) {
        super("invalid argument \"" + value + "\" for \"" + flag + "\" flag: " + reason);
    }
}
