package dev.baton.server.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineFacts.FileSystem;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks at file systems, real ones and such as misbehave.
final class MachineLookTest {

    private static final NodeId NODE = new NodeId("node1");

    @TempDir
    private Path directory;

    @Test
    void directories_of_one_file_system_are_one_and_what_is_no_directory_is_none() {
        MachineLook look = new MachineLook(NODE, List.of("/", "/tmp"), asked -> switch (asked) {
            case "/srv" -> Optional.of(new FileSystems.Space(2L, 7, 9));
            case "/etc/hosts" -> Optional.empty();
            default -> Optional.of(new FileSystems.Space(1L, 3, 5));
        });
        MachineFacts facts = look.now(List.of("/etc/hosts", "/srv", "/tmp", "/var"));
        assertThat(facts.node()).isEqualTo(NODE);
        assertThat(facts.fileSystems()).containsExactly(new FileSystem(List.of("/", "/tmp", "/var"), 3, 5),
                new FileSystem(List.of("/srv"), 7, 9));
        assertThat(facts.unanswered()).isEmpty();
    }

    @Test
    void a_file_system_that_does_not_say_is_named() {
        MachineLook look = new MachineLook(NODE, List.of("/"), _ -> {
            throw new IOException("stale file handle");
        });
        assertThat(look.now(List.of("/mnt")).unanswered()).containsExactly("/", "/mnt");
    }

    @Test
    void a_file_system_that_hangs_keeps_nobody_for_long_and_is_not_waited_for_again() {
        CountDownLatch back = new CountDownLatch(1);
        AtomicInteger waited = new AtomicInteger();
        MachineLook look = new MachineLook(NODE, List.of("/"), asked -> {
            if (asked.equals("/mnt")) {
                waited.incrementAndGet();
                hang(back);
            }
            return Optional.of(new FileSystems.Space(asked, 3, 5));
        });
        MachineFacts first = look.now(List.of("/mnt", "/srv"));
        assertThat(first.fileSystems()).containsExactly(new FileSystem(List.of("/"), 3, 5));
        assertThat(first.unanswered()).containsExactly("/mnt", "/srv");
        MachineFacts second = look.now(List.of("/mnt", "/srv"));
        assertThat(second.fileSystems()).extracting(FileSystem::directories).containsExactly(List.of("/"),
                List.of("/srv"));
        assertThat(second.unanswered()).containsExactly("/mnt");
        assertThat(waited).hasValue(1);
        back.countDown();
        while (!look.now(List.of("/mnt")).unanswered().isEmpty()) {
            Thread.onSpinWait();
        }
    }

    private static void hang(CountDownLatch back) {
        try {
            back.await();
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    @Test
    void a_real_directory_has_room_and_what_has_no_size_is_left_out() throws IOException {
        FileSystems.Space space = FileSystems.REAL.of(directory.toString()).orElseThrow();
        assertThat(space.total()).isPositive();
        assertThat(space.free()).isBetween(0L, space.total());
        Path file = Files.createFile(directory.resolve("file"));
        for (String none : List.of("/proc", file.toString(), directory + "/absent", "/a\0b")) {
            assertThat(FileSystems.REAL.of(none)).as(none).isEmpty();
        }
        MachineFacts facts = new MachineLook(NODE, directory).now(List.of());
        assertThat(facts.unanswered()).isEmpty();
        assertThat(facts.fileSystems()).anySatisfy(one -> assertThat(one.directories()).contains(directory.toString()));
        assertThat(facts.bootId()).isNotEmpty();
    }
}
