package dev.mica.engine;

import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The addresses of a bridge's network, handed out lowest free first as Docker does. Nothing of it
 * is kept on disk: an address belongs to a running container, whose own file says which.
 * Thread-safe.
 */
final class AddressPool {
    private final Ipv4Subnet subnet;
    private final BitSet taken = new BitSet();
    private final ReentrantLock lock = new ReentrantLock();

    AddressPool(Ipv4Subnet subnet) {
        this.subnet = subnet;
        taken.set(0, 2); // the network's own address and the bridge's
    }

    /** Takes the lowest free address; empty when all are taken. */
    Optional<String> take() {
        lock.lock();
        try {
            int offset = taken.nextClearBit(0);
            if (offset >= subnet.size() - 1) {
                return Optional.empty();
            }
            taken.set(offset);
            return Optional.of(subnet.address(offset));
        } finally {
            lock.unlock();
        }
    }

    /** Marks an address that a container found running has. False when another has it. */
    boolean take(String address) {
        int offset = subnet.offset(address);
        lock.lock();
        try {
            if (offset < 2 || taken.get(offset)) {
                return false;
            }
            taken.set(offset);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives an address back; one that is not of this network is ignored. */
    void free(String address) {
        int offset = subnet.offset(address);
        if (offset >= 2) {
            lock.lock();
            try {
                taken.clear(offset);
            } finally {
                lock.unlock();
            }
        }
    }
}
