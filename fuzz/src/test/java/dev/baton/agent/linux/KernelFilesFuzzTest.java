package dev.baton.agent.linux;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/// What the kernel and other programs write for the agent: `stat` of a process, `mountinfo` and `cgroup`, stamps of
/// processes, names and files below `held`.
class KernelFilesFuzzTest {

    @FuzzTest
    void files_of_kernel_guard_and_launcher_are_read_or_say_nothing(byte[] input) {
        String text = text(input);
        List<String> lines = lines(input);
        String first = lines.isEmpty() ? "" : lines.getFirst();
        ProcessStamp.fields(text).ifPresent(fields -> holds(fields.start() >= 0, "a start of " + fields.start()));
        ProcessStamp.parse(first).ifPresent(stamp ->
                holds(ProcessStamp.parse(stamp.toString()).equals(Optional.of(stamp)), stamp + " is not read again"));
        Cgroups.candidates(lines, Optional.of(first), "baton").forEach(path ->
                holds(path.endsWith("baton"), path + " is no place of ours"));
        String[] names = first.split("/", -1);
        if (names.length == 2) {
            RunDirectory.key(names[0], names[1]).ifPresent(key ->
                    holds(RunDirectory.key(key.group().value(), key.order() + "-" + key.resource())
                            .equals(Optional.of(key)), key + " is not read again"));
        }
        Entry.cgroup(lines);
        read(UncheckedIOException.class, () -> BootClock.shown(text));
    }
}
