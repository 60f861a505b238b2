package dev.baton.config;

import dev.baton.config.ClusterFile.Source;
import dev.baton.core.model.Command;
import dev.baton.core.plan.UpgradeSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/// Payloads of files, and what bash makes of their commands.
final class PayloadRuns {

    private PayloadRuns() {}

    /// What a command came to.
    record Ended(int status, String output) {
        boolean well() {
            return status == 0;
        }
    }

    /// Returns a product of an upgrade whose machines restart if required.
    static UpgradeSpec.ProductUpgrade product(String payload) {
        return UpgradeFile.parse(new Source("upgrade.yaml", """
                upgrade: u
                restart: if-required
                products:
                  - {product: p, from: ">=1", to: 2, %s}
                """.formatted(payload))).products().getFirst();
    }

    /// Runs a command as a node does, in a process group of its own.
    static Ended run(Command command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "-w", "bash", "-c", command.line())
                .redirectInput(Path.of("/dev/null").toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    static Ended run(Command command) throws IOException, InterruptedException {
        return run(command, Map.of());
    }

    /// Does what a test needs beside a payload.
    static String shell(String line) throws IOException, InterruptedException {
        Ended ended = run(new Command("set -eu\n" + line));
        if (!ended.well()) {
            throw new IllegalStateException(line + ": " + ended);
        }
        return ended.output().strip();
    }

    static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }

    /// Puts a program into a directory.
    static void program(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + script + "\n");
        file.toFile().setExecutable(true, false);
    }
}
