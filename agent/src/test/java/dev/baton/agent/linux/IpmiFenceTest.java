package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fence agent that Debian packages for service processors, over IPMI 2.0 with one that OpenIPMI plays. The power
/// of its machine is a file.
final class IpmiFenceTest {

    private static final NodeId NODE = new NodeId("node3");
    private static final String PASSWORD = "pass=w'rd";

    /// Called with the address of the processor, then what is asked of the chassis.
    private static final String CHASSIS = """
            #!/bin/bash
            cd "$(dirname "$0")" || exit 1
            case "$2 $3" in
                'get power') echo "power:$(cat power)" ;;
                'set power') echo "power $4" >> switched; [ -e welded ] || echo "$4" > power ;;
            esac
            """;
    private static final String CONTROLLER = """
            mc_setbmc 0x20
            mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
            mc_enable 0x20
            """;

    @TempDir
    private Path directory = Path.of("");
    private int port;
    private Optional<Process> processor = Optional.empty();

    private record Ended(int status, String output) {}

    @BeforeEach
    void power_on() throws IOException, InterruptedException {
        for (String tool : new String[] {"fence_ipmilan", "ipmi_sim", "ipmitool"}) {
            Assumptions.assumeTrue(Stream.of("/usr/bin", "/usr/sbin").anyMatch(at ->
                    Files.isExecutable(Path.of(at, tool))), "skipped: no " + tool + " here (Debian: fence-agents,"
                            + " openipmi, ipmitool)");
        }
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.writeString(directory.resolve("power"), "1");
        Files.writeString(directory.resolve("password"), PASSWORD + "\n");
        Path chassis = Files.writeString(directory.resolve("chassis"), CHASSIS);
        Files.setPosixFilePermissions(chassis, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path controller = Files.writeString(directory.resolve("controller"), CONTROLLER);
        Path settings = Files.writeString(directory.resolve("lan.conf"), """
                name "node3"
                set_working_mc 0x20
                startlan 1
                  addr 127.0.0.1 %d
                  priv_limit admin
                  allowed_auths_admin none md2 md5 straight
                  guid a123456789abcdefa123456789abcdef
                endlan
                chassis_control "%s 0x20"
                user 2 true "baton" "%s" admin 10 none md2 md5 straight
                """.formatted(port, chassis, PASSWORD));
        processor = Optional.of(new ProcessBuilder("ipmi_sim", "-c", settings.toString(), "-f", controller.toString(),
                "-s", Files.createDirectory(directory.resolve("state")).toString(), "-n").redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile()).start());
        Ended answers = ended("ipmitool", "-I", "lanplus", "-H", "127.0.0.1", "-p", Integer.toString(port), "-U",
                "baton", "-P", PASSWORD, "-C", "3", "-N", "1", "-R", "9", "chassis", "power", "status");
        assertThat(answers).as(Files.readString(directory.resolve("log")))
                .isEqualTo(new Ended(0, "Chassis Power is on\n"));
    }

    @AfterEach
    void unplug() throws InterruptedException {
        if (processor.isPresent()) {
            processor.get().destroyForcibly().waitFor();
        }
    }

    private static Ended ended(String... command) throws IOException, InterruptedException {
        Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(started.waitFor(), output);
    }

    private FenceDevice device(FenceDevice.Action action, String password) throws IOException {
        Files.writeString(directory.resolve("password"), password + "\n");
        return new FenceDevice("fence_ipmilan", new TreeMap<>(Map.of("lanplus", "1", "cipher", "3", "username",
                "baton", "power_timeout", "2", "login_timeout", "2")), new TreeMap<>(Map.of("password",
                        directory.resolve("password").toString())), Duration.ofSeconds(30), Optional.of(action),
                new TreeMap<>(Map.of(NODE, new FenceDevice.Options(new TreeMap<>(Map.of("ip", "127.0.0.1", "ipport",
                        Integer.toString(port))), new TreeMap<>()))));
    }

    private Ended fence(FenceDevice device) throws IOException, InterruptedException {
        return ended("bash", "-c", device.command(NODE).line());
    }

    private String power() throws IOException {
        return Files.readString(directory.resolve("power")).strip();
    }

    @Test
    void a_node_is_off_when_its_service_processor_says_so() throws IOException, InterruptedException {
        assertThat(fence(device(FenceDevice.Action.OFF, PASSWORD)).status()).isZero();
        assertThat(power()).isEqualTo("0");
        assertThat(fence(device(FenceDevice.Action.OFF, PASSWORD)).status()).as("a second time").isZero();
    }

    @Test
    void one_who_has_not_the_password_has_fenced_nothing() throws IOException, InterruptedException {
        Ended refused = fence(device(FenceDevice.Action.OFF, "guessed"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("off failed, status 1");
        assertThat(power()).isEqualTo("1");
    }

    @Test
    void a_machine_that_stays_on_is_not_fenced() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("welded"));
        assertThat(fence(device(FenceDevice.Action.OFF, PASSWORD)).status()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("switched"))).startsWith("power 0\n");
    }

    @Test
    void a_machine_that_was_rebooted_is_on_again_and_its_next_boot_is_waited_for()
            throws IOException, InterruptedException {
        FenceDevice device = device(FenceDevice.Action.REBOOT, PASSWORD);
        Ended ended = fence(device);
        assertThat(ended.status()).isEqualTo(1);
        assertThat(device.awaitsBoot(ended.output())).as(ended.output()).isTrue();
        assertThat(Files.readString(directory.resolve("switched"))).isEqualTo("power 0\npower 1\n");
        assertThat(power()).isEqualTo("1");
    }
}
