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

    /// Puts a stand-in before a program that kills the shell which called it, as a lost machine would.
    ///
    /// @param after whether it does so when the program has done its work
    /// @param which of its calls that happens at
    /// @param calls gets a line for each
    /// @return the path on which it is found
    static String killing(String program, boolean after, int which, Path directory, Path calls)
            throws IOException, InterruptedException {
        program(directory.resolve(program), """
                echo x >>'%s'
                last=$(grep -c x '%s')
                [[ $last != %d || %s == true ]] || { kill -9 $PPID; exit 1; }
                %s "$@"
                status=$?
                [[ $last != %d ]] || kill -9 $PPID
                exit $status
                """.formatted(calls, calls, which, after, shell("command -v " + program), which));
        return directory + ":" + System.getenv("PATH");
    }
}
