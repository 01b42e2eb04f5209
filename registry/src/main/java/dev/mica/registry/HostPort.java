package dev.mica.registry;

/**
 * A host and perhaps a port.
 *
 * @param host name or address, an IPv6 address without its brackets
 * @param port the port, or -1 where none is written
 */
record HostPort(String host, int port) {

    /** Takes {@code host}, {@code host:port}, {@code [v6]:port} or a bare IPv6 address apart. */
    static HostPort split(String text) {
        int bracket = text.indexOf(']');
        if (text.startsWith("[") && bracket > 0) {
            String rest = text.substring(bracket + 1);
            return new HostPort(
                    text.substring(1, bracket),
                    rest.startsWith(":") ? number(rest.substring(1)) : -1);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) >= 0) {
            return new HostPort(text, -1);
        }
        return new HostPort(text.substring(0, colon), number(text.substring(colon + 1)));
    }

    /** A port's number; one that no connection has where the text is none. */
    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }
}
