package dev.baton.agent.linux;

import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel says of watchdogs, looked at without opening one: that would arm it.
final class Watchdogs {

    /// Where the kernel says it; not all kernels do.
    static final Path KERNEL = Path.of("/sys/class/watchdog");

    private static final Pattern NAME = Pattern.compile("watchdog([0-9]{0,4})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern BITS = Pattern.compile("0x[0-9a-fA-F]{1,15}");

    /// The device is disarmed by a V before its end, and by nothing else.
    private static final long MAGIC_CLOSE = 0x100;

    private Watchdogs() {}

    /// Looks whether the machine's device is what the settings say. What the kernel does not tell is taken as said.
    ///
    /// @param kernel where the kernel tells of its devices
    /// @throws IOException if it is not so; with the facts and the way out
    static void require(WatchdogDevice dog, Path kernel) throws IOException {
        Path device = Path.of(dog.device());
        if (!Files.exists(device)) {
            throw new IOException("watchdog: there is no " + device + "; load the driver of this machine's watchdog, or"
                    + " leave watchdog out of batond.yaml");
        }
        if (!Files.readAttributes(device, BasicFileAttributes.class).isOther()) {
            throw new IOException("watchdog: " + device + " is no device");
        }
        Matcher name = NAME.matcher(device.toRealPath().getFileName().toString());
        if (!name.matches()) {
            return;
        }
        Path facts = kernel.resolve("watchdog" + (name.group(1).isEmpty() ? "0" : name.group(1)));
        Optional<Duration> timeout = read(facts.resolve("timeout"), NUMBER).map(text ->
                Duration.ofSeconds(Long.parseLong(text)));
        if (timeout.isPresent() && !timeout.get().equals(dog.timeout())) {
            throw new IOException("watchdog: " + device + " resets the machine after " + timeout.get().toMillis()
                    + " ms, batond.yaml says after " + dog.timeout().toMillis() + " ms; write the device's own timeout,"
                    + " or set it before batond starts, with its driver's option or wdctl --settimeout");
        }
        boolean knowsMagic = read(facts.resolve("options"), BITS).map(text ->
                (Long.parseLong(text.substring(2), 16) & MAGIC_CLOSE) != 0).orElse(true);
        if (!knowsMagic) {
            throw new IOException("watchdog: " + device + " does not know magic close: the death of the guard would "
                    + "disarm it; take another device, or leave watchdog out of batond.yaml");
        }
    }

    private static Optional<String> read(Path file, Pattern form) {
        return Entry.read(file).stream().findFirst().map(String::strip).filter(line -> form.matcher(line).matches());
    }
}
