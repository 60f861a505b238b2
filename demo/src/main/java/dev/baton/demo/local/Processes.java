package dev.baton.demo.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Processes of this machine, by what stands in their environment, and the signals they get.
public final class Processes {

    private Processes() {}

    /// Returns this process as `pid starttime`, which names it for good.
    static String self() {
        return stamp(ProcessHandle.current().pid());
    }

    /// Returns a process as `pid starttime`.
    public static String stamp(long pid) {
        return pid + " " + startOf(pid).orElse("0");
    }

    /// Returns whether the process named `pid starttime` lives.
    public static boolean lives(String stamp) {
        String[] words = stamp.strip().split(" ");
        return words.length == 2 && words[0].matches("\\d{1,18}")
                && startOf(Long.parseLong(words[0])).filter(words[1]::equals).isPresent();
    }

    /// The start of a living process in clock ticks since boot: field 22; the name before it may hold blanks.
    private static Optional<String> startOf(long pid) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc/" + pid + "/stat"));
            String stat = new String(text, StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ");
            return "ZXx".contains(fields[0]) ? Optional.empty() : Optional.of(fields[19]);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns the living processes that have all these `NAME=value` in their environment, and that may be looked at.
    static List<Long> with(String... variables) {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString()).filter(name -> name.matches("\\d+"))
                    .map(Long::parseLong).filter(pid -> environment(pid).containsAll(Arrays.asList(variables)))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read /proc", e);
        }
    }

    private static List<String> environment(long pid) {
        try {
            byte[] text = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return Arrays.asList(new String(text, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }

    /// Returns whether a process has the socket that listens on a TCP port of its own network. The tables have the port
    /// in hexadecimal in the second field, the state (0A: listening) in the fourth, the socket's inode in the tenth.
    static boolean listens(long pid, int port) {
        String wanted = String.format(Locale.ROOT, ":%04X", port);
        try {
            List<String> sockets = new ArrayList<>();
            for (String table : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net", table))) {
                    String[] fields = line.strip().split(" +");
                    if (fields.length > 9 && fields[1].endsWith(wanted) && fields[3].equals("0A")) {
                        sockets.add("socket:[" + fields[9] + "]");
                    }
                }
            }
            try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
                return open.anyMatch(file -> sockets.contains(target(file)));
            }
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /// Sends a signal, such as `KILL`, to processes; those that have ended are passed over.
    static void signal(String signal, List<Long> pids) throws IOException {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        pids.forEach(pid -> command.add(pid.toString()));
        try {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while signalling " + pids, e);
        }
    }
}
