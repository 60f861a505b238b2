package dev.baton.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.tree.Json;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class ViewsTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final GroupId GROUP = new GroupId("evs1");
    private static final ProductId H2 = new ProductId("h2");
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void a_status_with_a_run_is_read_as_it_was_written() {
        StatusView status = new StatusView(image(), Optional.of(NODE),
                new StatusView.Votes(1, 1, new TreeMap<>(Map.of(NODE, "standalone"))),
                new TreeMap<>(Map.of(GROUP, NOW)), Optional.of(run()), NOW);
        assertThat(Json.read(Json.text(status), StatusView.class)).isEqualTo(status);
    }

    @Test
    void a_status_of_a_cluster_without_leader_and_run_is_read_as_it_was_written() {
        StatusView status = new StatusView(ClusterImage.EMPTY, Optional.empty(),
                new StatusView.Votes(0, 3, new TreeMap<>()), new TreeMap<>(), Optional.empty(), NOW);
        assertThat(Json.read(Json.text(status), StatusView.class)).isEqualTo(status);
    }

    @Test
    void a_refusal_says_the_same_sentence_to_people_and_its_parts_to_machines() {
        Problem refused = Problem.refused(List.of(new RequestReason.AlreadyThere(GROUP, NODE)));
        assertThat(refused.detail()).isEqualTo(
                "evs1 is on node1 already (a move goes to another node). name another node.");
        assertThat(refused.reasons()).containsExactly(new Problem.Because("a move goes to another node",
                "evs1 is on node1 already", "name another node"));
        assertThat(Json.read(Json.text(refused), Problem.class)).isEqualTo(refused);
    }

    private static ClusterImage image() {
        Kind kind = new Kind(new KindId("h2"), H2, DataMode.STRICT, 2, true, false, UpgradeMode.ROLLING,
                Optional.of(new Kind.Convert(new TreeSet<>(), new TreeSet<>(), new Command("convert"), true,
                        Duration.ofSeconds(2))),
                Optional.empty(), Optional.of(new Command("version")), Optional.of(new Command("format")));
        NodeImage node = NodeImage.defined(NODE, "127.0.0.1", true, false).withMembership(Membership.UP, 1, "boot")
                .withFacts(NodeFacts.UNKNOWN.with(H2, new Version("1.4.200")));
        Resource disk = new Resource(new ResourceId("disk"), "process", new TreeMap<>(Map.of("run", "hold")),
                new TreeSet<>(), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1));
        GroupImage group = GroupImage.defined(GROUP, new KindId("h2"), List.of(disk), List.of(NODE), new TreeSet<>(),
                true, new Format.At(new Version("1.4"))).settledOn(node, Placement.NONE.movedTo(NODE, "first"));
        return ClusterImage.EMPTY.withRevision(7).withSettings(new Settings("demo", true, "none")).with(kind).with(node)
                .with(group);
    }

    private static RunView run() {
        return new RunView(new RunId("r1"), "h2-2.5", "a91f0c3", "waiting", Optional.of("approval"), NOW,
                Optional.empty(), "admin", List.of(NODE), 1,
                List.of(new RunView.StageLine(1, "upgrade node1", "now", Duration.ofMinutes(1),
                        Optional.of(Duration.ofSeconds(4)), List.of(new RunView.StepLine(0, "hold node1 closed", "done",
                                1, Optional.of(Duration.ofMillis(12)), "held")))),
                List.of(new RunView.GroupLine(GROUP, Optional.of(NODE), "Online", new Format.At(new Version("1.4")), 1,
                        List.of(Duration.ofMillis(1800)), List.of(Duration.ofMillis(2100)), Duration.ZERO)),
                List.of(new RunView.NodeLine(NODE, new TreeMap<>(Map.of(H2, new Version("1.4.200"))),
                        new TreeMap<>(Map.of(H2, new Version("2.5.252"))))),
                List.of(), List.of(new RunView.PastPlan("77c1e4a", "evs1 is elsewhere", NOW, "admin", List.of())),
                Optional.of(new RunView.ProposedPlan("5d10be2", List.of("one outage more"), List.of(), List.of())));
    }
}
