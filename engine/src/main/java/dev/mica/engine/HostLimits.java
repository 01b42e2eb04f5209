package dev.mica.engine;

/**
 * Limits that make no sense on this host, refused when a container is created, in dockerd's words.
 */
final class HostLimits {
    private static final long LEAST_MEMORY = 6L << 20;

    private HostLimits() {}

    static void check(HostConfig host) {
        if (host.memory() != 0 && host.memory() < LEAST_MEMORY) {
            throw EngineException.invalid("Minimum memory limit allowed is 6MB");
        }
        if (host.memory() > 0 && host.memorySwap() > 0 && host.memorySwap() < host.memory()) {
            throw EngineException.invalid(
                    "Minimum memoryswap limit should be larger than memory limit, see usage");
        }
        if (host.memory() == 0 && host.memorySwap() > 0) {
            throw EngineException.invalid(
                    "You should always set the Memory limit when using Memoryswap limit, see"
                            + " usage");
        }
        int cpus = Runtime.getRuntime().availableProcessors();
        if (host.nanoCpus() < 0 || host.nanoCpus() > cpus * 1_000_000_000L) {
            throw EngineException.invalid(
                    "Range of CPUs is from 0.01 to "
                            + cpus
                            + ".00, as there are only "
                            + cpus
                            + " CPUs available");
        }
        if (host.shmSize() < 0) {
            throw EngineException.invalid("SHM size can not be less than 0");
        }
        checkCpus(host.cpusetCpus(), cpus);
    }

    private static void checkCpus(String wanted, int cpus) {
        if (wanted.isEmpty()) {
            return;
        }
        for (String range : wanted.split(",", -1)) {
            String[] ends = range.split("-", 2);
            for (String end : ends) {
                if (!end.matches("[0-9]{1,4}")) {
                    throw EngineException.invalid("Invalid value " + wanted + " for cpuset cpus");
                }
                if (Integer.parseInt(end) >= cpus) {
                    throw EngineException.invalid(
                            "Requested CPUs are not available - requested "
                                    + wanted
                                    + ", available: "
                                    + (cpus == 1 ? "0" : "0-" + (cpus - 1)));
                }
            }
        }
    }
}
