package dev.baton.agent.jobs;

import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.agent.loop.Desk;

class JobJournalFuzzTest {

    @FuzzTest
    void a_local_journal_says_what_became_of_jobs_or_a_line_of_it_is_refused(byte[] input) {
        read(IllegalArgumentException.class, () -> new JobJournal(new Desk(), lines(input)));
    }
}
