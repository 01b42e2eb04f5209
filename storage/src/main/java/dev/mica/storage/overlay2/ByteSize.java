package dev.mica.storage.overlay2;

import dev.mica.storage.spi.DriverException;
import dev.mica.storage.spi.DriverException.Reason;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes as Docker's options write them: {@code 10G}, {@code 1.5gb}, {@code 512MiB}; powers of 1024.
 */
final class ByteSize {
    private static final Pattern SIZE =
            Pattern.compile("(\\d+(?:\\.\\d+)?) ?([kKmMgGtTpP])?(?:i?[bB])?");
    private static final String UNITS = "kmgtp";

    private ByteSize() {}

    /**
     * @throws DriverException {@code invalid size: '…'}
     */
    static long parse(String text) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches()) {
            throw new DriverException(Reason.FATAL, "invalid size: '" + text + "'");
        }
        String unit = m.group(2);
        int power = unit == null ? 0 : UNITS.indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
        return new BigDecimal(m.group(1))
                .multiply(BigDecimal.valueOf(1024).pow(power))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
    }
}
