package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadsTest {

    private final Reads reads = new Reads();
    private final List<Integer> sent = new ArrayList<>();
    private final Deque<Runnable> open = new ArrayDeque<>();

    private void ask(int number) {
        reads.ask(answered -> {
            sent.add(number);
            open.add(answered);
        });
    }

    @Test
    void of_ten_thousand_reads_few_are_under_way_and_each_is_sent_once_in_its_turn() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(i);
            ask(i);
        }
        int most = 0;
        while (!open.isEmpty()) {
            most = Math.max(most, open.size());
            open.remove().run();
        }
        assertThat(sent).isEqualTo(all);
        assertThat(most).isBetween(2, 100);
        assertThat(reads.answers()).isEqualTo(10_000);
    }

    @Test
    void a_read_is_sent_at_once_when_few_are_under_way() {
        ask(1);
        ask(2);
        assertThat(sent).containsExactly(1, 2);
    }
}
