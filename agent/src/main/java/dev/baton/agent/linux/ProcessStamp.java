package dev.baton.agent.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One process of this boot of the machine: its number, and when it started, because numbers are used again.
///
/// @param pid   as seen from outside every namespace
/// @param start in clock ticks since boot, the 22nd field of `/proc/<pid>/stat`
record ProcessStamp(long pid, long start) {

    /// Where `/proc/<pid>/stat` has it, counted after the command's name.
    private static final int STATE = 0;
    private static final int SESSION = 3;
    private static final int START = 19;

    /// Returns the process that has this number now, dead or alive; empty when there is none.
    static Optional<ProcessStamp> of(long pid) {
        return stat(pid).map(fields -> new ProcessStamp(pid, Long.parseLong(fields[START])));
    }

    /// Returns the stamp in a line `pid starttime`; empty when it is none.
    static Optional<ProcessStamp> parse(String line) {
        String[] words = line.strip().split(" +");
        return words.length == 2 && words[0].matches("\\d{1,18}") && words[1].matches("\\d{1,18}")
                ? Optional.of(new ProcessStamp(Long.parseLong(words[0]), Long.parseLong(words[1])))
                : Optional.empty();
    }

    /// Returns whether this very process exists and is not dead. A zombie is dead: its parent may be slow to reap it.
    boolean lives() {
        return state().filter(state -> "ZXx".indexOf(state) < 0).isPresent();
    }

    /// Returns whether it lives but was stopped (SIGSTOP).
    boolean isStopped() {
        return state().filter(state -> state == 'T').isPresent();
    }

    /// Returns whether it runs the script at `path`.
    boolean runs(String path) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), StandardCharsets.UTF_8)
                    .startsWith("bash\0-p\0" + path + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns the living processes of the session that this one leads, or led: while one lives, no other process gets
    /// its leader's number. Empty when another process has the number.
    List<ProcessStamp> session() {
        if (of(pid).filter(now -> now.start != start).isPresent()) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(path -> path.getFileName().toString()).filter(name -> name.matches("\\d+"))
                    .map(Long::parseLong)
                    .filter(other -> stat(other).filter(it -> Long.parseLong(it[SESSION]) == pid).isPresent())
                    .flatMap(other -> of(other).stream()).filter(ProcessStamp::lives).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Character> state() {
        return stat(pid).filter(fields -> Long.parseLong(fields[START]) == start)
                .map(fields -> fields[STATE].charAt(0));
    }

    /// Returns the fields after the command's name, which may hold blanks, brackets and newlines and ends at the last
    /// bracket.
    private static Optional<String[]> stat(long pid) {
        try {
            String text = new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")),
                    StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(") ") + 2).split(" ");
            return fields.length > START ? Optional.of(fields) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
