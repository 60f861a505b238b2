package dev.baton.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The fence command against an agent that keeps the FenceAgentAPI, run by a real shell.
final class FenceCommandTest {

    /// Reads its options as fence agents do, notes them, and keeps the power state in a file.
    private static final String AGENT = """
            #!/bin/bash
            cd "$(dirname "$0")"
            [ $# -eq 0 ] || { echo "arguments: $*" >> asked; }
            while IFS='=' read -r name value; do declare "opt_$name=$value"; echo "$name=$value" >> asked; done
            case $opt_action in
              off) [ -e broken ] && { echo "no route to the device" >&2; exit 1; }
                   [ -e lies ] || echo off > power; exit 0 ;;
              reboot) [ -e dark ] && echo off > power; exit 0 ;;
              status) [ "$(cat power)" = off ] && exit 2; exit 0 ;;
            esac
            exit 1
            """;

    @TempDir
    private Path directory = Path.of("");

    private record Ended(int status, String output) {}

    private Ended off(Map<String, String> with, Map<String, String> secrets) throws IOException, InterruptedException {
        return run(with, secrets, FenceDevice.Action.OFF);
    }

    private Ended run(Map<String, String> with, Map<String, String> secrets, FenceDevice.Action action)
            throws IOException, InterruptedException {
        Path agent = directory.resolve("fence_test");
        Files.writeString(agent, AGENT);
        Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(directory.resolve("power"), "on");
        FenceDevice device = new FenceDevice(agent.toString(), new TreeMap<>(with), new TreeMap<>(secrets),
                Duration.ofSeconds(10), Optional.of(action), new TreeMap<>());
        Process shell = new ProcessBuilder("bash", "-c", device.command(new NodeId("node3")).line())
                .redirectErrorStream(true).start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(shell.waitFor(), output);
    }

    private String asked() throws IOException {
        return Files.readString(directory.resolve("asked"));
    }

    @Test
    void a_node_is_fenced_when_off_succeeds_and_the_status_is_off() throws IOException, InterruptedException {
        assertThat(off(Map.of("ip", "{node}-ipmi.lan", "username", "it's me"), Map.of()))
                .isEqualTo(new Ended(0, ""));
        assertThat(asked()).isEqualTo("""
                ip=node3-ipmi.lan
                username=it's me
                action=off
                ip=node3-ipmi.lan
                username=it's me
                action=status
                """);
    }

    @Test
    void an_agent_that_says_off_while_the_machine_is_on_has_fenced_nothing() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("lies"));
        assertThat(off(Map.of(), Map.of())).isEqualTo(new Ended(1, "after off the status is 0, not 2 (off)\n"));
    }

    @Test
    void a_reboot_that_leaves_the_machine_off_has_fenced_it() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("dark"));
        assertThat(run(Map.of("plug", "{node}"), Map.of(), FenceDevice.Action.REBOOT)).isEqualTo(new Ended(0, ""));
        assertThat(asked()).isEqualTo("plug=node3\naction=reboot\nplug=node3\naction=status\n");
    }

    @Test
    void a_reboot_after_which_the_machine_is_on_has_fenced_nothing_until_its_next_boot_shows()
            throws IOException, InterruptedException {
        Ended ended = run(Map.of(), Map.of(), FenceDevice.Action.REBOOT);
        assertThat(ended).isEqualTo(new Ended(1, "rebooted: after reboot the status is 0, not 2 (off)\n"));
        assertThat(awaitsBoot(FenceDevice.Action.REBOOT, ended.output())).isTrue();
        assertThat(awaitsBoot(FenceDevice.Action.OFF, ended.output())).isFalse();
        assertThat(awaitsBoot(FenceDevice.Action.REBOOT, ended.output() + "reboot failed, status 1\n")).isFalse();
        assertThat(awaitsBoot(FenceDevice.Action.REBOOT, "")).isFalse();
    }

    private static boolean awaitsBoot(FenceDevice.Action action, String output) {
        return new FenceDevice("fence_test", new TreeMap<>(), new TreeMap<>(), Duration.ofSeconds(1),
                Optional.of(action), new TreeMap<>()).awaitsBoot(output);
    }

    @Test
    void an_agent_that_fails_has_fenced_nothing_and_says_why() throws IOException, InterruptedException {
        Files.createFile(directory.resolve("broken"));
        assertThat(off(Map.of(), Map.of())).isEqualTo(new Ended(1, "no route to the device\noff failed, status 1\n"));
    }

    @Test
    void a_secret_is_read_from_its_file_and_is_never_an_argument() throws IOException, InterruptedException {
        Path secret = directory.resolve("secret of node3");
        Files.writeString(secret, "pa'ss=w\"rd\n");
        assertThat(off(Map.of(), Map.of("password", directory + "/secret of {node}")).status()).isZero();
        assertThat(asked()).contains("password=pa'ss=w\"rd\n").doesNotContain("arguments");
    }

    @Test
    void an_agent_that_is_not_installed_has_fenced_nothing() throws IOException, InterruptedException {
        FenceDevice absent = new FenceDevice("fence_absent", new TreeMap<>(), new TreeMap<>(), Duration.ofSeconds(1));
        Process shell = new ProcessBuilder("bash", "-c", absent.command(new NodeId("node3")).line())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(shell.waitFor()).isEqualTo(1);
    }
}
