package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.model.WatchdogDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine says of its watchdog against what its `batond.yaml` says; nothing is opened.
class WatchdogsTest {

    @TempDir
    private Path top = Path.of("");

    private ThrowingCallable require(String name, Duration timeout) throws IOException, InterruptedException {
        Path device = top.resolve(name);
        if (!Files.exists(device)) {
            new ProcessBuilder("mkfifo", device.toString()).start().waitFor();
        }
        return () -> Watchdogs.require(new WatchdogDevice(device.toString(), timeout), top.resolve("sys"));
    }

    private void kernel(String device, String fact, String value) throws IOException {
        Files.writeString(Files.createDirectories(top.resolve("sys").resolve(device)).resolve(fact), value + "\n");
    }

    @Test
    void a_timeout_that_is_not_the_devices_own_is_refused_with_both() throws IOException, InterruptedException {
        kernel("watchdog1", "timeout", "60");
        assertThatThrownBy(require("watchdog1", Duration.ofSeconds(5))).isInstanceOf(IOException.class)
                .hasMessageContaining("resets the machine after 60000 ms, batond.yaml says after 5000 ms");
        kernel("watchdog1", "timeout", "5");
        assertThatCode(require("watchdog1", Duration.ofSeconds(5))).doesNotThrowAnyException();
        assertThatThrownBy(require("watchdog1", Duration.ofMillis(5_500))).hasMessageContaining("says after 5500 ms");
    }

    @Test
    void the_device_without_a_number_is_the_first() throws IOException, InterruptedException {
        kernel("watchdog0", "timeout", "30");
        assertThatThrownBy(require("watchdog", Duration.ofSeconds(5))).hasMessageContaining("after 30000 ms");
    }

    @Test
    void a_link_is_the_device_that_it_leads_to() throws IOException, InterruptedException {
        kernel("watchdog1", "timeout", "30");
        require("watchdog1", Duration.ofSeconds(5));
        Files.createSymbolicLink(top.resolve("dog"), top.resolve("watchdog1"));
        assertThatThrownBy(require("dog", Duration.ofSeconds(5))).hasMessageContaining("after 30000 ms");
    }

    @Test
    void one_that_the_death_of_the_guard_would_disarm_is_refused() throws IOException, InterruptedException {
        kernel("watchdog0", "timeout", "5");
        kernel("watchdog0", "options", "0x8080");
        assertThatThrownBy(require("watchdog0", Duration.ofSeconds(5)))
                .hasMessageContaining("does not know magic close");
        kernel("watchdog0", "options", "0x8180");
        assertThatCode(require("watchdog0", Duration.ofSeconds(5))).doesNotThrowAnyException();
    }

    @Test
    void what_the_kernel_does_not_tell_is_taken_as_said() throws IOException, InterruptedException {
        assertThatCode(require("watchdog0", Duration.ofSeconds(5))).doesNotThrowAnyException();
        kernel("watchdog0", "timeout", "soon");
        kernel("watchdog0", "options", "many");
        assertThatCode(require("watchdog0", Duration.ofSeconds(5))).doesNotThrowAnyException();
    }

    @Test
    void what_is_not_there_or_no_device_is_refused() throws IOException {
        WatchdogDevice absent = new WatchdogDevice(top.resolve("absent").toString(), Duration.ofSeconds(5));
        assertThatThrownBy(() -> Watchdogs.require(absent, top)).hasMessageContaining("there is no ");
        Path file = Files.writeString(top.resolve("file"), "");
        assertThatThrownBy(() -> Watchdogs.require(new WatchdogDevice(file.toString(), Duration.ofSeconds(5)), top))
                .hasMessageContaining("is no device");
    }
}
