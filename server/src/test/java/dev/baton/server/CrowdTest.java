package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.model.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What [CrowdTimes] measures, so small that it can be a test.
final class CrowdTest {

    private static final int GROUPS = 30;

    @Test
    void after_a_start_and_a_drain_every_mirror_equals_a_fresh_read(@TempDir Path directory) {
        try (Crowd crowd = new Crowd(3, directory, Duration.ofMinutes(1))) {
            crowd.define(GROUPS);
            crowd.awaitOnline(GROUPS, List.of());
            CrowdMember drained = crowd.members().get(1);
            crowd.drain(drained);
            crowd.awaitOnline(GROUPS, List.of(drained.node()));
            Quiescence quiet = Quiescence.await(crowd, Duration.ofMinutes(1));
            assertThat(quiet.mirrors()).isEqualTo(6);
            assertThat(crowd.running()).hasSize(GROUPS).allSatisfy((group, nodes) -> assertThat(nodes)
                    .containsExactly(crowd.image().group(group).owner().orElse(new NodeId("nobody"))));
        }
    }
}
