package dev.baton.agent.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// One process of this boot of the machine: its number, and when it started, because numbers are used again.
///
/// @param pid   as seen from outside every namespace
/// @param start in clock ticks since boot, the 22nd field of `/proc/<pid>/stat`
record ProcessStamp(long pid, long start) {

    /// Where `/proc/<pid>/stat` has it, counted after the command's name.
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int START = 19;

    private static final String DEAD = "ZXx";

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    /// What of `/proc/<pid>/stat` matters here: the state's letter, the parent, the session's leader, the start.
    record Stat(char state, long parent, long session, long start) {}

    /// Returns the process that has this number now, dead or alive; empty when there is none.
    static Optional<ProcessStamp> of(long pid) {
        return stat(pid).map(stat -> new ProcessStamp(pid, stat.start()));
    }

    /// Returns the stamp in a line `pid starttime`; empty when it is none.
    static Optional<ProcessStamp> parse(String line) {
        String[] words = line.strip().split(" +");
        return words.length == 2 && isNumber(words[0]) && isNumber(words[1])
                ? Optional.of(new ProcessStamp(Long.parseLong(words[0]), Long.parseLong(words[1])))
                : Optional.empty();
    }

    /// Returns whether this very process exists and is not dead. A zombie is dead: its parent may be slow to reap it.
    boolean lives() {
        return state().filter(state -> DEAD.indexOf(state) < 0).isPresent();
    }

    /// Returns whether it lives but was stopped (SIGSTOP).
    boolean isStopped() {
        return state().filter(state -> state == 'T').isPresent();
    }

    /// Returns whether it lives and runs something else than bash with the script at `path`. One that is just dying
    /// has no arguments any more, and runs nothing.
    boolean hasLeft(String path) {
        byte[] launcher = ("bash\0-p\0" + path + "\0").getBytes(StandardCharsets.UTF_8);
        try (InputStream cmdline = Files.newInputStream(Path.of("/proc/" + pid + "/cmdline"))) {
            // In one read: between two the process may die, and what the first had read would look like a command.
            byte[] arguments = new byte[launcher.length];
            int length = cmdline.read(arguments);
            return lives() && length > 0 && !Arrays.equals(arguments, launcher);
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns the living processes of the session that this one leads, or led, and their descendants. While a member
    /// lives, no other process gets the leader's number; empty when another has it. Oldest first, so that nobody who is
    /// killed in this order sees its children die before.
    List<ProcessStamp> session() {
        if (of(pid).filter(now -> now.start != start).isPresent()) {
            return List.of();
        }
        Map<Long, Stat> living = living();
        Set<Long> members = new HashSet<>();
        living.forEach((other, stat) -> {
            if (stat.session() == pid) {
                members.add(other);
            }
        });
        boolean more = !members.isEmpty();
        while (more) {
            more = false;
            for (Map.Entry<Long, Stat> other : living.entrySet()) {
                more |= members.contains(other.getValue().parent()) && members.add(other.getKey());
            }
        }
        return living.entrySet().stream().filter(it -> members.contains(it.getKey()))
                .map(it -> new ProcessStamp(it.getKey(), it.getValue().start()))
                .sorted(Comparator.comparingLong(ProcessStamp::start).thenComparing(ProcessStamp::pid)).toList();
    }

    private static Map<Long, Stat> living() {
        Map<Long, Stat> found = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path path : all) {
                long other = Long.parseLong(path.getFileName().toString());
                stat(other).filter(stat -> DEAD.indexOf(stat.state()) < 0).ifPresent(stat -> found.put(other, stat));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("/proc cannot be read", e);
        }
        return found;
    }

    private Optional<Character> state() {
        return stat(pid).filter(stat -> stat.start() == start).map(Stat::state);
    }

    private static Optional<Stat> stat(long pid) {
        try {
            return fields(new String(Files.readAllBytes(Path.of("/proc/" + pid + "/stat")),
                    StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns the fields after the command's name, which may hold blanks, brackets and newlines and ends at the last
    /// bracket; empty when the text is no `stat`.
    static Optional<Stat> fields(String text) {
        int name = text.lastIndexOf(") ");
        String[] fields = name < 0 ? new String[0] : text.substring(name + 2).split(" ");
        return fields.length > START && fields[STATE].length() == 1 && isNumber(fields[PARENT])
                && isNumber(fields[SESSION]) && isNumber(fields[START])
                ? Optional.of(new Stat(fields[STATE].charAt(0), Long.parseLong(fields[PARENT]),
                        Long.parseLong(fields[SESSION]), Long.parseLong(fields[START])))
                : Optional.empty();
    }

    private static boolean isNumber(String field) {
        return NUMBER.matcher(field).matches();
    }

    @Override
    public String toString() {
        return pid + " " + start;
    }
}
