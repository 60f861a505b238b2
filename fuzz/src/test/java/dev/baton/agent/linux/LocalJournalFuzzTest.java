package dev.baton.agent.linux;

import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a crash, or somebody, left of a local journal.
class LocalJournalFuzzTest {

    @FuzzTest
    void a_torn_journal_keeps_its_whole_lines_and_goes_on_after_them(byte[] input) throws IOException {
        Path file = Files.createTempFile("journal", "");
        try {
            Files.write(file, input);
            var opened = read(IOException.class, () -> append(file));
            if (opened.isPresent()) {
                List<String> expected = new ArrayList<>(opened.get());
                expected.add("one more");
                try (LocalJournal again = LocalJournal.open(file)) {
                    same(again.lines(), expected);
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> append(Path file) throws IOException {
        try (LocalJournal journal = LocalJournal.open(file)) {
            journal.append(List.of("one more"));
            return journal.lines();
        }
    }
}
