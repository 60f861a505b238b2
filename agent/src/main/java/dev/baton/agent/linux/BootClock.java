package dev.baton.agent.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The time since this machine booted, sleep included, as an `Instant` after the epoch: the clock the guard reads.
///
/// `/proc/uptime` is exact but cut off to 10 ms; `System.nanoTime` is fine but stands still while the machine sleeps.
/// So the second is carried along with the first: never later than the true boot time, after a calibration of at most
/// 20 ms behind it by less than 1 ms, and set right by the first reading after a sleep. Safe for several threads.
public final class BootClock {

    private static final long STEP = 10_000_000;
    private static final long CALIBRATION = 2 * STEP;

    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,8})\\.([0-9]{2}) ");

    private final RandomAccessFile uptime;
    private final byte[] text = new byte[64];

    /// Boot time minus `System.nanoTime`, in ns, never too large while the machine is awake.
    private long offset = Long.MIN_VALUE;

    /// Calibrates a clock.
    ///
    /// @throws UncheckedIOException where there is no `/proc/uptime`
    public BootClock() {
        try {
            uptime = new RandomAccessFile("/proc/uptime", "r");
        } catch (IOException e) {
            throw new UncheckedIOException("no /proc/uptime: not a Linux machine, or /proc is not mounted", e);
        }
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < CALIBRATION) {
            nanos();
        }
    }

    /// Returns the boot time.
    public Instant now() {
        return Instant.EPOCH.plusNanos(nanos());
    }

    /// Returns the time from now until `instant`; negative when it has passed.
    public Duration until(Instant instant) {
        return Duration.between(now(), instant);
    }

    private synchronized long nanos() {
        long before = System.nanoTime();
        long shown = read();
        long after = System.nanoTime();
        // shown <= boot time of the reading < shown + STEP; the reading was between before and after
        offset = Math.max(offset, shown - after);
        if (offset > shown + STEP - before) {
            offset = shown - after;
        }
        return after + offset;
    }

    private long read() {
        try {
            uptime.seek(0);
            int length = uptime.read(text);
            return shown(new String(text, 0, Math.max(length, 0), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns what a reading of `/proc/uptime` shows, in ns.
    ///
    /// @throws UncheckedIOException if it is none (proc_uptime(5))
    static long shown(String reading) {
        Matcher seconds = SECONDS.matcher(reading);
        if (!seconds.lookingAt()) {
            throw new UncheckedIOException(new IOException("/proc/uptime says '" + reading + "', which is no time"));
        }
        return Long.parseLong(seconds.group(1) + seconds.group(2)) * STEP;
    }
}
