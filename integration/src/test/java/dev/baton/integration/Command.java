package dev.baton.integration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One program that was run to its end, and what it said.
///
/// @param line what was run, for people
/// @param exit its exit code
/// @param out  standard output
/// @param err  standard error
record Command(String line, int exit, String out, String err) {

    private static final long LONGEST_MINUTES = 10;

    /// Returns the assembled programs' directory.
    static Path home() {
        return Path.of(System.getProperty("baton.home", "../dist/target/baton")).toAbsolutePath().normalize();
    }

    /// Runs a program to its end.
    static Command run(Map<String, String> environment, List<String> line) throws IOException, InterruptedException {
        Path out = Files.createTempFile("command", ".out");
        Path err = Files.createTempFile("command", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new IOException(line + " did not end; it said: " + Files.readString(err));
            }
            return new Command(String.join(" ", line), process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /// Does the same where nobody waits for an interrupt.
    ///
    /// @throws IOException also when this thread is interrupted
    static Command ended(Map<String, String> environment, List<String> line) throws IOException {
        try {
            return run(environment, line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Runs a program, which must succeed, and returns its standard output.
    ///
    /// @throws IOException with all it said, if it does not succeed
    static String said(Map<String, String> environment, String... line) throws IOException {
        return ended(environment, List.of(line)).mustSucceed().out();
    }

    /// Returns this command when its exit code is 0.
    ///
    /// @throws IOException with all it said, if it is not
    Command mustSucceed() throws IOException {
        if (exit != 0) {
            throw new IOException(toString());
        }
        return this;
    }

    /// Runs the command `baton`.
    static Command baton(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(home().resolve("bin/baton").toString()));
        line.addAll(List.of(arguments));
        return run(environment, line);
    }

    /// Returns everything it said on one line, so that a sentence is found however the screen breaks it.
    String said() {
        return (out + " " + err).replaceAll("\\s+", " ");
    }

    @Override
    public String toString() {
        return line + " ended with " + exit + "\n" + out + err;
    }
}
