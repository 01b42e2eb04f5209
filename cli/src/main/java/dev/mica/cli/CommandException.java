package dev.mica.cli;

/** Ends the command with a message for the user and an exit code. */
final class CommandException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    CommandException(String message, int exitCode, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The message. */
    String words() {
        return String.valueOf(getMessage());
    }

    int exitCode() {
        return exitCode;
    }
}
