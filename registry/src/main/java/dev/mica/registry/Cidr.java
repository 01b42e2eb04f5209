package dev.mica.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A network of IP addresses.
 *
 * @param address its first address
 * @param prefix how many leading bits its addresses share
 */
record Cidr(InetAddress address, int prefix) {

    /** Reads {@code address/bits}; empty when it is no such thing. */
    static Optional<Cidr> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        Optional<InetAddress> address = literal(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (address.isEmpty() || !bits.matches("[0-9]{1,3}")) {
            return Optional.empty();
        }
        int prefix = Integer.parseInt(bits);
        byte[] bytes = address.get().getAddress();
        if (prefix > bytes.length * 8) {
            return Optional.empty();
        }
        for (int bit = prefix; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return Optional.of(new Cidr(ofBytes(bytes), prefix));
    }

    /** An IP address written as one, not as a name; nothing is looked up. */
    static Optional<InetAddress> literal(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        boolean v6 = bare.indexOf(':') >= 0 && bare.matches("[0-9a-fA-F:.]+(%[A-Za-z0-9_.-]+)?");
        boolean v4 = bare.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        if (!v4 && !v6) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(bare));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 bytes are an address", e);
        }
    }

    boolean contains(InetAddress other) {
        byte[] here = address.getAddress();
        byte[] there = other.getAddress();
        if (here.length != there.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (((here[bit / 8] ^ there[bit / 8]) & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + '/' + prefix;
    }
}
