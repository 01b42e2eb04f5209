package dev.mica.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of {@code run} that bound what the container may use. */
final class LimitOptions {

    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?)\\s?([kmgtp]?)i?b?", Pattern.CASE_INSENSITIVE);

    @Option(
            names = {"-m", "--memory"},
            paramLabel = "bytes",
            description = "Memory limit")
    private @Nullable String memory;

    @Option(
            names = "--memory-swap",
            paramLabel = "bytes",
            description = "Swap limit equal to memory plus swap: '-1' to enable unlimited swap")
    private @Nullable String memorySwap;

    @Option(names = "--cpus", paramLabel = "decimal", description = "Number of CPUs")
    private @Nullable BigDecimal cpus;

    @Option(
            names = {"-c", "--cpu-shares"},
            paramLabel = "int",
            description = "CPU shares (relative weight)")
    private long cpuShares;

    @Option(
            names = "--cpuset-cpus",
            paramLabel = "string",
            description = "CPUs in which to allow execution (0-3, 0,1)")
    private @Nullable String cpuset;

    @Option(
            names = "--pids-limit",
            paramLabel = "int",
            description = "Tune container pids limit (set -1 for unlimited)")
    private long pids;

    @Option(names = "--shm-size", paramLabel = "bytes", description = "Size of /dev/shm")
    private @Nullable String shm;

    @Option(names = "--ulimit", paramLabel = "ulimit", description = "Ulimit options")
    private List<String> ulimits = new ArrayList<>();

    void addTo(Json.Members host) {
        host.put("Memory", memory == null ? 0 : bytes("-m, --memory", memory))
                .put("MemorySwap", swap())
                .put("NanoCpus", cpus == null ? 0 : cpus.scaleByPowerOfTen(9).longValue())
                .put("CpuShares", cpuShares)
                .put("CpusetCpus", cpuset)
                .put("PidsLimit", pids)
                .put("ShmSize", shm == null ? 0 : bytes("--shm-size", shm));
        if (!ulimits.isEmpty()) {
            host.put(
                    "Ulimits", new Json.Items(ulimits.stream().map(LimitOptions::ulimit).toList()));
        }
    }

    private long swap() {
        return memorySwap == null
                ? 0
                : memorySwap.equals("-1") ? -1 : bytes("--memory-swap", memorySwap);
    }

    /** A size in powers of 1024: {@code 64m}. */
    static long bytes(String option, String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new BadFlagException(option, text, "invalid size: '" + text + "'");
        }
        String unit = size.group(2).toLowerCase(Locale.ROOT);
        int power = unit.isEmpty() ? 0 : "kmgtp".indexOf(unit) + 1;
        return new BigDecimal(size.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .longValue();
    }

    /** {@code nofile=1024[:2048]}. */
    private static Json ulimit(String text) {
        Matcher limit = Pattern.compile("([a-z]+)=(-?\\d+)(?::(-?\\d+))?").matcher(text);
        if (!limit.matches()) {
            throw new BadFlagException("--ulimit", text, "invalid ulimit argument: " + text);
        }
        String soft = limit.group(2);
        String hard = limit.group(3) == null ? soft : limit.group(3);
        return new Json.Members()
                .put("Name", limit.group(1))
                .put("Soft", new Json.Literal(soft))
                .put("Hard", new Json.Literal(hard));
    }
}
