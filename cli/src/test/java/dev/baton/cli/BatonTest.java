package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.Shell.Outcome;
import dev.baton.cli.api.Endpoints;
import dev.baton.cluster.api.EventView;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.Waiver;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Placement;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.Unmanaged;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BatonTest {

    @TempDir
    private Path directory = Path.of("");

    private final SpokenCluster cluster = new SpokenCluster(Scenes.fourNodes());

    @BeforeEach
    void move_moves() {
        cluster.answers((request, image) -> request instanceof Request.MoveGroup move
                ? SpokenCluster.accepted("evs1 moves", Map.of("group", move.group().value(), "node",
                        move.to().orElse(Scenes.node(4)).value(), "epoch", String.valueOf(image.group(move.group())
                                .placement().epoch() + 1)))
                : SpokenCluster.accepted("done", Map.of())).effects((request, image) ->
                request instanceof Request.MoveGroup move
                        ? Scenes.moved(image, move.group(), move.to().orElse(Scenes.node(4))) : image);
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private Shell shell() {
        return Shell.at(directory).with("BATON_API", cluster.url());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            grup list                   | there is no verb 'grup'; known: status, group, resource, node, vote,
            group lst                   | there is no verb 'baton group lst'; known: group list, group show
            group                       | baton group needs a verb; known: group list
            group --json                | baton group needs a verb; known: group list
            group show                  | missing required parameter: 'GROUP'.
            group show evs9             | there is no group 'evs9'; known: evs1, evs2, evs3.
            group move evs9 node4       | there is no group 'evs9'; known: evs1, evs2, evs3.
            group move evs1 node9       | there is no node 'node9'; known: node1, node2, node3, node4.
            group move evs1 node4 node3 | 'node3' is one word too many.
            group move evs1 --fast      | baton group move has no option '--fast'.
            group move evs1 --wait soon | invalid value for option '--wait': 'soon' is no duration; write for example
            group move evs1 --reason x  | an override needs both: --override RULE and --reason TEXT, for the record.
            group move evs1 --override luck --reason x | there is no rule to override 'luck'; known: frozen,
            resource offline evs1 disc  | there is no resource in evs1 'disc'; known: database, disk.
            node pause node9            | there is no node 'node9'; known: node1, node2, node3, node4.
            why evs9                    | there is no group, node or run 'evs9'; known: evs1, evs2, evs3, node1,
            why run                     | there is no run; start one with: baton upgrade start plan.json.
            upgrade report r9           | there is no run; start one with: baton upgrade start plan.json.
            plan                        | missing required option: '--file=FILE'.
            plan -f none.yaml           | none.yaml cannot be read: there is no such file or directory.
            plan -f .                   | . is a directory; name a file in it.
            prove none.json             | none.json cannot be read: there is no such file or directory.
            status --api nonsense://x   | 'nonsense://x' (from --api) is no address of a node; write for example
            events --last many          | invalid value for option '--last': 'many' is not an int.
            """)
    void wrong_words_end_with_2_and_one_sentence(String words, String sentence) {
        Outcome outcome = shell().baton(words.strip().split(" +"));
        assertThat(outcome.err()).startsWith("baton: " + sentence.strip());
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_refusal_is_the_clusters_own_sentence_and_ends_with_1() {
        cluster.answers((_, _) -> SpokenCluster.refused(new RequestReason.AlreadyThere(Scenes.group(1), Scenes.node(1)),
                new PlacementReason.Occupied(Scenes.node(1), Scenes.group(2))));
        Outcome outcome = shell().baton("group", "move", "evs1", "node1");
        assertThat(outcome.err()).isEqualTo("""
                baton: refused: evs1 is on node1 already (a move goes to another node). name another node.
                baton: node1 runs evs2; one group per node (anti-affinity, hard) (law 8, one group per node). \
                move evs2 away from node1 first.
                """);
        assertThat(outcome.exit()).isEqualTo(1);
    }

    @Test
    void nothing_stops_without_a_word_where_nobody_can_answer() {
        Outcome outcome = shell().baton("group", "move", "evs1", "node4");
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("evs1 stops on node1 and starts on node4").contains("say --yes");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_person_is_shown_the_outage_and_may_say_no() {
        Outcome outcome = shell().typing("n\n").baton("group", "move", "evs1", "node4");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("""
                Clients will notice:
                  evs1 stops on node1 and starts on node4
                Go on? [y/N] baton: Nothing was changed.
                """);
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void a_move_that_was_agreed_to_is_done_when_every_resource_is_there() {
        Outcome outcome = shell().typing("yes\n").baton("group", "move", "evs1", "node4");
        assertThat(outcome.out()).isEqualTo("evs1 moves\nevs1 is Online on node4\n");
        assertThat(outcome.exit()).isEqualTo(0);
        assertThat(cluster.requests()).hasSize(1);
    }

    @Test
    void a_group_is_kept_to_oneself_with_a_reason_and_given_back() {
        assertThat(shell().baton("group", "unmanage", "evs1", "--reason", "the disk is copied").exit()).isEqualTo(0);
        assertThat(shell().baton("group", "unmanage", "evs2").exit()).isEqualTo(0);
        assertThat(shell().baton("group", "manage", "evs1").exit()).isEqualTo(0);
        assertThat(cluster.requests()).containsExactly(
                new Request.UnmanageGroup(Scenes.group(1), Optional.of("the disk is copied")),
                new Request.UnmanageGroup(Scenes.group(2), Optional.empty()), new Request.ManageGroup(Scenes.group(1)));
    }

    @Test
    void what_is_unmanaged_is_not_moved_and_the_refusal_says_what_makes_it_legal() {
        cluster.answers((_, _) -> SpokenCluster.refused(new Unmanaged("ann", Optional.empty())
                .refusal(Scenes.group(1), "; this would touch it")));
        Outcome outcome = shell().baton("group", "move", "evs1", "node4", "--yes");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("baton: refused: evs1 is unmanaged by ann; this would touch it (law 9, "
                + "intent is kept).").contains("baton group manage evs1");
    }

    @Test
    void a_refusal_comes_before_the_question() {
        cluster.answers((_, _) -> SpokenCluster.refused(new PlacementReason.Occupied(Scenes.node(2), Scenes.group(2))));
        Outcome outcome = shell().typing("y\n").baton("group", "move", "evs1", "node2");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("baton: refused: node2 runs evs2").doesNotContain("Go on?");
    }

    @Test
    void a_script_says_yes_and_each_wish_has_its_own_key() {
        assertThat(shell().baton("group", "move", "evs1", "node4", "--yes").exit()).isEqualTo(0);
        assertThat(shell().baton("group", "move", "evs2", "node1", "--yes").exit()).isEqualTo(0);
        assertThat(cluster.keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void a_dry_run_says_what_would_be_and_changes_nothing() {
        Outcome outcome = shell().baton("group", "move", "evs1", "node4", "--dry-run");
        assertThat(outcome.out()).isEqualTo("""
                This would be done:
                  clients notice: evs1 stops on node1 and starts on node4
                  evs1 moves
                """);
        assertThat(outcome.exit()).isEqualTo(0);
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void what_is_not_so_in_time_ends_with_5_and_says_what_is_missing() {
        cluster.effects((_, image) -> image);
        Outcome outcome = shell().baton("group", "move", "evs1", "node4", "--yes", "--wait", "1ms");
        assertThat(outcome.exit()).isEqualTo(5);
        assertThat(outcome.err()).isEqualTo("It was ordered, and after 1ms it is not so yet: the order is not visible "
                + "here yet.\n");
    }

    @Test
    void what_clients_do_not_notice_is_not_asked() {
        assertThat(shell().baton("node", "pause", "node1").exit()).isEqualTo(0);
        assertThat(shell().baton("node", "resume", "node1").exit()).isEqualTo(0);
        assertThat(shell().baton("group", "online", "evs1").exit()).isEqualTo(0);
        assertThat(cluster.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"group offline evs1", "resource offline evs1 disk", "group upgrade evs1",
            "node drain node1"})
    void everything_that_clients_notice_is_asked(String words) {
        Outcome outcome = shell().baton(words.split(" "));
        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.err()).contains("is noticed by clients").contains("evs1").contains("say --yes");
        assertThat(cluster.requests()).isEmpty();
    }

    @Test
    void no_cluster_ends_with_3_and_says_where_it_was_looked_for() {
        Outcome outcome = Shell.at(directory).with("BATON_API", "http://127.0.0.1:1,127.0.0.1:2").baton("status");
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).isEqualTo("baton: the cluster is not reachable: http://127.0.0.1:1 (connection "
                + "refused), http://127.0.0.1:2 (connection refused). Start batond there, or name a node with --api or "
                + "BATON_API (these came from BATON_API).\n");
    }

    @Test
    void a_node_that_does_not_answer_is_passed_over() {
        assertThat(Shell.at(directory).baton("status", "--api", "http://127.0.0.1:1", "--api", cluster.url()).exit())
                .isEqualTo(0);
    }

    @Test
    void a_node_that_is_cut_off_is_passed_over_for_one_that_is_not() {
        try (SpokenCluster cutOff = new SpokenCluster(ClusterImage.EMPTY).cutOff("node1 is cut off")) {
            Outcome outcome = Shell.at(directory).baton("status", "--api", cutOff.url(), "--api", cluster.url());
            assertThat(outcome.exit()).isZero();
            assertThat(outcome.out()).startsWith("demo   4 nodes");
            assertThat(outcome.err()).isEmpty();
        }
    }

    @Test
    void what_only_a_cut_off_node_knows_is_shown_as_that_and_ends_with_3() {
        cluster.cutOff("node1 is cut off from the others since 12:00");
        Outcome outcome = shell().baton("group", "list");
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.out()).startsWith("GROUP");
        assertThat(outcome.err()).isEqualTo(
                "baton: node1 is cut off from the others since 12:00: this is what it last knew.\n");
    }

    @Test
    void a_frozen_node_is_passed_over_although_it_accepts_connections() throws IOException {
        try (ServerSocket frozen = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(shell().baton("status", "--api", "http://127.0.0.1:" + frozen.getLocalPort(), "--api",
                    cluster.url()).out()).startsWith("demo   4 nodes");
        }
    }

    @Test
    void what_happened_is_told_with_who_did_it() {
        cluster.says(new EventView(1, SpokenCluster.NOW, "admin at lab", "evs1", "evs1 moves from node1 to node4",
                        EventKind.MOVE))
                .says(new EventView(2, SpokenCluster.NOW, "baton", "node1", "is down", EventKind.NODE_DOWN));
        assertThat(shell().baton("events").out().lines()).hasSize(2)
                .anySatisfy(line -> assertThat(line).endsWith("  evs1 moves from node1 to node4  (admin at lab)"))
                .anySatisfy(line -> assertThat(line).endsWith("  node1: is down"));
        assertThat(shell().baton("events", "-n", "1").out()).doesNotContain("evs1");
        assertThat(shell().baton("events", "--json").out()).contains("\"n\":1");
    }

    @Test
    void events_are_picked_by_what_they_are_about_by_whom_and_by_what_was_overridden() {
        cluster.says(new EventView(1, SpokenCluster.NOW, "ann at lab", "evs1", "evs1 moves", EventKind.MOVE))
                .says(new EventView(2, SpokenCluster.NOW, "baton", "node1", "node1 is down", EventKind.NODE_DOWN))
                .says(new EventView(3, SpokenCluster.NOW, "bob at lab", "node1", "node1 is resumed",
                        Optional.of(new Waiver(Waiver.HOLD, "ann is on holiday")), EventKind.HOLD_RELEASED));
        assertThat(shell().baton("events", "--about", "node1").out()).doesNotContain("evs1").contains("is down");
        assertThat(shell().baton("events", "--by", "ann").out().lines()).singleElement().asString()
                .contains("evs1 moves");
        assertThat(shell().baton("events", "--overrides", "--json").out().lines()).singleElement().asString()
                .contains("\"who\":\"bob at lab\"", "\"rule\":\"hold\"", "\"reason\":\"ann is on holiday\"");
    }

    @Test
    void events_are_picked_by_their_kind_and_a_wrong_kind_is_refused_with_those_that_there_are() {
        cluster.says(new EventView(1, SpokenCluster.NOW, "baton", "evs1", "evs1 goes to node2", EventKind.FAILOVER))
                .says(new EventView(2, SpokenCluster.NOW, "baton", "node1", "node1 is down", EventKind.NODE_DOWN))
                .says(new EventView(3, SpokenCluster.NOW, "baton", "evs2", "evs2 is Failed", EventKind.GROUP_FAILED));
        assertThat(shell().baton("events", "--kind", "failover,group-failed", "--json").out().lines()).hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("\"kind\":\"failover\"", "\"n\":1"))
                .anySatisfy(line -> assertThat(line).contains("\"kind\":\"group-failed\"", "\"n\":3"));
        assertThat(shell().baton("events", "--kind", "explosion").err()).contains("explosion", "failover, ",
                "run-waits");
    }

    @Test
    void a_group_that_failed_elsewhere_is_told_with_why_and_ends_with_1() {
        cluster.effects((_, image) -> image.with(image.group(Scenes.group(1)).withClaim(Optional.empty()).withPlacement(
                new Placement(Optional.of(Scenes.node(3)), 9, new TreeSet<>(), "taken over from node4",
                        Optional.empty()))));
        Outcome outcome = shell().baton("group", "move", "evs1", "node4", "--yes");
        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).isEqualTo("evs1 did not come up on node4: it was placed anew: taken over from node4. "
                + "More:  baton why evs1\n");
    }

    @Test
    void a_running_demo_is_found_by_its_state_file() throws IOException {
        Path state = Endpoints.demoState(Shell.at(directory).environment());
        Files.createDirectories(state.resolveSibling(""));
        Files.writeString(state, "http://127.0.0.1:1\n" + cluster.url() + "\n");
        assertThat(Shell.at(directory).baton("group", "list").out()).contains("evs1   Online  node1");
    }

    @Test
    void a_cluster_without_leader_ends_with_3() {
        cluster.withoutLeader();
        Outcome outcome = shell().baton("node", "pause", "node1");
        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("no node leads now");
    }

    @Test
    void a_machine_reads_json() {
        assertThat(shell().baton("group", "list", "--json").out()).startsWith("[{").contains("\"id\":\"evs1\"");
        assertThat(shell().baton("status", "--json").out()).contains("\"revision\":118");
        assertThat(shell().baton("resource", "list", "--json").out()).contains("\"resource\":\"disk\"");
    }

    @Test
    void help_is_asked_for_with_0_and_shown_to_who_says_nothing_with_2() {
        Outcome asked = shell().baton("--help");
        assertThat(asked.exit()).isEqualTo(0);
        assertThat(shell().baton().exit()).isEqualTo(2);
        assertThat(shell().baton().err().strip()).isEqualTo(asked.out().strip());
        assertThat(shell().baton("group", "--help").out()).contains("baton group move");
    }
}
