package dev.baton.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What every program that opened the data of a group wrote beside it: `node epoch word pid boot-ms starttime ...`.
///
/// @param lines in order
record OwnerLog(List<String> lines) {

    /// Reads the log of the data in `data`; empty when nobody ever opened it.
    static OwnerLog of(Path data) throws IOException {
        Path file = data.resolve("owners.log");
        return new OwnerLog(Files.exists(file) ? Files.readAllLines(file) : List.of());
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
