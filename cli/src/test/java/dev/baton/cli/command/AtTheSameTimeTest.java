package dev.baton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtTheSameTimeTest {
    private static final AtTheSameTime THREADS = AtTheSameTime.INSTANCE;

    @Test
    void each_result_is_that_of_its_work_whatever_is_asked_for_first() {
        List<Supplier<Integer>> begun = IntStream.range(0, 500).<Supplier<Integer>>mapToObj(i ->
                THREADS.begin(() -> i * i)).toList();
        for (int i = begun.size() - 1; i >= 0; i--) {
            assertThat(begun.get(i).get()).isEqualTo(i * i);
        }
    }

    @Test
    void what_goes_on_from_a_result_is_done_after_it_and_once() {
        for (int round = 0; round < 50; round++) {
            Supplier<List<Integer>> chain = THREADS.begin(ArrayList::new);
            for (int i = 0; i < 100; i++) {
                int next = i;
                chain = THREADS.then(chain, list -> {
                    list.add(next);
                    return list;
                });
                THREADS.begin(() -> next);
            }
            assertThat(chain.get()).isEqualTo(IntStream.range(0, 100).boxed().toList());
        }
    }

    @Test
    void who_waits_does_what_nobody_has_taken_up() {
        CountDownLatch taken = new CountDownLatch(ForkJoinPool.getCommonPoolParallelism());
        CountDownLatch helped = new CountDownLatch(1);
        List<Supplier<Boolean>> waiting = IntStream.range(0, ForkJoinPool.getCommonPoolParallelism())
                .<Supplier<Boolean>>mapToObj(_ -> THREADS.begin(() -> {
                    taken.countDown();
                    return awaited(helped);
                })).toList();
        awaited(taken);
        // Every other thread waits for this work, and so does the one that asks for theirs: it has to do it.
        THREADS.begin(() -> {
            helped.countDown();
            return true;
        });
        waiting.forEach(work -> assertThat(work.get()).isTrue());
    }

    @Test
    void what_the_work_threw_is_thrown_to_who_asks_for_it_or_for_what_goes_on_from_it() {
        Supplier<String> broken = THREADS.begin(() -> {
            throw new IllegalStateException("no");
        });
        Supplier<String> after = THREADS.then(broken, String::trim);
        assertThatThrownBy(after::get).isInstanceOf(IllegalStateException.class).hasMessage("no");
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
