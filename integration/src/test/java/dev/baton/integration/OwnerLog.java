package dev.baton.integration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What every program that opened the data of a group wrote beside it: `node epoch word pid boot-ms starttime ...`.
///
/// @param lines in order
record OwnerLog(List<String> lines) {

    /// Reads the log of the data in `data`; empty when nobody ever opened it.
    static OwnerLog of(Path data) {
        return new OwnerLog(Lines.of(data.resolve("owners.log")));
    }

    /// Returns what programs write beside the data in `data` from now on, and the conflicts at its lock.
    static OwnerWatch.Source source(Path data) {
        return new OwnerWatch.Source() {
            private int owners;
            private int conflicts;

            @Override
            public List<String> owners() {
                List<String> fresh = linesFrom(data.resolve("owners.log"), owners);
                owners += fresh.size();
                return fresh;
            }

            @Override
            public List<String> faults() {
                List<String> fresh = linesFrom(data.resolve("disk.lock.conflicts"), conflicts);
                conflicts += fresh.size();
                return fresh;
            }
        };
    }

    private static List<String> linesFrom(Path file, int first) {
        List<String> lines = Lines.of(file);
        return lines.subList(first, lines.size());
    }

    /// Returns what contradicts "one owner at a time, each with a higher epoch than the one before"; empty when nothing
    /// does.
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        String node = "";
        long epoch = 0;
        for (String line : lines) {
            String[] words = line.split(" ");
            long now = Long.parseLong(words[1]);
            if (!words[2].equals("start")) {
                faults.add(line);
            }
            if (now < epoch || (now == epoch && !words[0].equals(node))) {
                faults.add(line + ": after epoch " + epoch + " of " + node);
            }
            node = words[0];
            epoch = now;
        }
        return faults;
    }

    /// Returns how many programs opened the data.
    int starts() {
        return lines.size();
    }
}
