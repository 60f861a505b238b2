package dev.baton.core.plan;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes of files and disks as files and screens have them: `500MB`, `2GB`, `41.2 GB`. Units are decimal: a GB is a
/// thousand million bytes.
public final class Sizes {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)(MB|GB|TB)");
    private static final long MEGA = 1_000_000;
    private static final long GIGA = 1_000 * MEGA;
    private static final long TERA = 1_000 * GIGA;

    private Sizes() {}

    /// Returns the size as people read it, never more than it is: `41.2 GB`, `512 MB`.
    ///
    /// @param bytes not negative
    public static String text(long bytes) {
        String unit = bytes >= TERA ? "TB" : bytes >= GIGA ? "GB" : "MB";
        BigDecimal number = BigDecimal.valueOf(bytes).divide(BigDecimal.valueOf(bytes(unit)),
                unit.equals("MB") ? 0 : 1, RoundingMode.DOWN);
        return (number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString()) + " " + unit;
    }

    /// Returns how many bytes the text names: a number with `MB`, `GB` or `TB`.
    ///
    /// @throws IllegalArgumentException if it names none
    public static long parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size; write for example 500MB, 2GB or 1TB");
        }
        return new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(bytes(size.group(2)))).longValueExact();
    }

    private static long bytes(String unit) {
        return switch (unit) {
            case "TB" -> TERA;
            case "GB" -> GIGA;
            default -> MEGA;
        };
    }
}
