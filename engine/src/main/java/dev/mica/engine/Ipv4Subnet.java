package dev.mica.engine;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * A range of IPv4 addresses. Addresses are unsigned and so kept in longs.
 *
 * @param first the network's own address
 * @param prefix how many leading bits name the network, 8 to 30
 */
record Ipv4Subnet(long first, int prefix) {
    Ipv4Subnet {
        if (prefix < 8 || prefix > 30) {
            throw new IllegalArgumentException("prefix of 8 to 30 bits wanted, got " + prefix);
        }
        first &= -1L << (32 - prefix);
    }

    /** The network of {@code prefix} bits that an address such as {@code 172.17.0.1} lies in. */
    static Ipv4Subnet around(Inet4Address address, int prefix) {
        return new Ipv4Subnet(number(address), prefix);
    }

    /** Parses {@code 172.17.0.0/16}. */
    static Ipv4Subnet parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no prefix in " + text);
        }
        return new Ipv4Subnet(
                number(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** How many addresses it spans, its own and the broadcast one included. */
    int size() {
        return 1 << (32 - prefix);
    }

    /** The address at an offset, in dotted form. */
    String address(int offset) {
        long n = first + offset;
        return (n >> 24) + "." + (n >> 16 & 255) + "." + (n >> 8 & 255) + "." + (n & 255);
    }

    /** The first address that a host may have: the bridge's own. */
    String gateway() {
        return address(1);
    }

    /** The offset of an address, or -1 when it lies elsewhere. */
    int offset(String address) {
        long offset = number(address) - first;
        return offset >= 0 && offset < size() ? (int) offset : -1;
    }

    boolean overlaps(Ipv4Subnet other) {
        return first < other.first + other.size() && other.first < first + size();
    }

    static long number(Inet4Address address) {
        byte[] b = address.getAddress();
        return (b[0] & 255L) << 24 | (b[1] & 255L) << 16 | (b[2] & 255L) << 8 | (b[3] & 255L);
    }

    private static long number(String address) {
        try {
            // a literal is parsed, never looked up
            if (InetAddress.ofLiteral(address) instanceof Inet4Address literal) {
                return number(literal);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not an IPv4 address: " + address, e);
        }
        throw new IllegalArgumentException("not an IPv4 address: " + address);
    }

    @Override
    public String toString() {
        return address(0) + "/" + prefix;
    }
}
