package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.ConfigurationRecord;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {

    private static final GroupId EVS1 = new GroupId("evs1");
    private static final GroupId EVS3 = new GroupId("evs3");
    private static final NodeId NODE4 = new NodeId("node4");
    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private static Request apply(ClusterDocument document, String... delete) {
        return new Request.ApplyConfiguration(document, Optional.empty(), new TreeSet<>(Set.of(delete)));
    }

    private static ClusterDocument capacity(long memory) {
        ClusterDocument plain = Documents.of(4, 3);
        TreeMap<NodeId, NodeDefinition> nodes = new TreeMap<>(plain.nodes());
        nodes.put(NODE4, new NodeDefinition("127.0.0.4", true, false, Amounts.of("memory", memory)));
        return new ClusterDocument(plain.settings(), plain.kinds(), nodes, plain.groups());
    }

    @Test
    void a_group_that_the_file_forgot_is_refused_by_name_and_runs_on() {
        assertThat(lab.refused(apply(Documents.of(4, 2)))).containsExactly("group evs3, which is Online on node3, is "
                + "not in the file (what a file leaves out is removed by name only). put it back into the file, or say"
                + " --delete evs3.");
        assertThat(lab.group("evs3").state().word()).isEqualTo("Online");
    }

    @Test
    void who_falls_silent_is_changed_place_by_place() {
        Lab set = Lab.atRest(Documents.saved(4, 3));
        assertThat(set.accepted(apply(Documents.savedTogether(4, 3))).lines().toString())
                .contains("backup.silence.users.1.on", "backup.silence.users.2.run", "stop ssh:host1");
        Lab detached = Lab.atRest(Documents.detached(3, 1));
        assertThat(detached.accepted(apply(Documents.detached(3, 1, "node3"))).lines().toString())
                .contains("detach.quiesce.3.on", "node2 -> node3");
    }

    @Test
    void a_group_is_deleted_when_it_is_named_and_offline_and_not_before() {
        assertThat(lab.refused(apply(Documents.of(4, 2), "evs3"))).containsExactly("evs3 is Online on node3 "
                + "(only what is Offline is removed). baton group offline evs3, then apply again.");
        lab.accepted(new Request.GroupIntent(EVS3, false));
        lab.await("evs3 offline", () -> lab.group("evs3").state().word().equals("Offline"));
        assertThat(lab.accepted(apply(Documents.of(4, 2), "evs3")).lines()).containsExactly("group evs3 removed");
        lab.settle();
        assertThat(lab.image().groups()).doesNotContainKey(EVS3);
    }

    @Test
    void a_name_to_delete_that_goes_nowhere_is_refused_also_where_nothing_changes() {
        assertThat(lab.refused(apply(Documents.of(4, 3), "evs3")).getFirst())
                .contains("evs3 is to be deleted and is in the file");
        assertThat(lab.refused(apply(Documents.of(4, 3), "evs9")).getFirst())
                .contains("evs9 is to be deleted, and there is no such group or node");
    }

    @Test
    void a_node_that_the_file_forgot_is_refused_by_name_and_one_that_is_up_is_not_deleted() {
        assertThat(lab.refused(apply(Documents.of(3, 3))).getFirst()).contains("node node4 is not in the file",
                "--delete node4");
        assertThat(lab.refused(apply(Documents.of(3, 3), "node4")).getFirst()).contains("node4 is up");
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(NODE4).up());
        assertThat(lab.accepted(apply(Documents.of(3, 3), "node4")).lines()).containsExactly("node node4 removed");
    }

    @Test
    void an_apply_resets_no_intent_no_hold_and_no_owner() {
        lab.accepted(new Request.MoveGroup(EVS1, Optional.of(NODE4), Optional.empty()));
        lab.await("evs1 on node4", () -> lab.group("evs1").owner().equals(Optional.of(NODE4))
                && lab.group("evs1").state().word().equals("Online"));
        lab.accepted(new Request.ResourceIntent(EVS1, new ResourceId("database"), false));
        lab.accepted(new Request.PauseNode(NODE4, "disk is replaced"));
        var before = lab.image();
        ClusterDocument plain = Documents.of(4, 3);
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        plain.groups().forEach((id, group) -> groups.put(id, new GroupDefinition(group.kind(), group.parameters(),
                group.resources(), List.of(new NodeId("node2")), group.possible(), true, group.terms())));
        lab.accepted(apply(new ClusterDocument(plain.settings(), plain.kinds(), plain.nodes(), groups)));
        lab.settle();
        assertThat(lab.group("evs1").critical()).isTrue();
        lab.image().groups().forEach((id, group) -> {
            assertThat(group.intent()).isEqualTo(before.group(id).intent());
            assertThat(group.placement()).isEqualTo(before.group(id).placement());
            assertThat(group.claim()).isEqualTo(before.group(id).claim());
        });
        assertThat(lab.image().node(NODE4).holds()).isEqualTo(before.node(NODE4).holds());
    }

    @Test
    void every_configuration_is_kept_with_who_applied_it_and_what_changed_and_an_old_one_comes_back() {
        lab.accepted(apply(capacity(64)));
        lab.settle();
        List<ConfigurationRecord> records = ConfigurationHistory.records(lab.tree());
        assertThat(records).extracting(ConfigurationRecord::number).containsExactly(1L, 2L);
        assertThat(records.getLast().by()).isEqualTo("tester");
        assertThat(records.getLast().lines()).containsExactly("node node4 capacity.memory (nothing) -> 64");
        ClusterDocument first = ConfigurationHistory.document(lab.tree(), 1).orElseThrow();
        assertThat(lab.accepted(apply(first)).lines()).containsExactly("node node4 capacity.memory 64 -> (nothing)");
        lab.settle();
        assertThat(ClusterDocument.of(lab.image())).isEqualTo(Documents.of(4, 3));
        assertThat(ConfigurationHistory.document(lab.tree(), 3)).contains(first);
    }

    @Test
    void the_history_keeps_the_newest_and_forgets_the_documents_that_nothing_names() {
        for (int memory = 1; memory <= ConfigurationHistory.KEPT + 3; memory++) {
            lab.accepted(apply(capacity(memory)));
        }
        lab.settle();
        List<ConfigurationRecord> records = ConfigurationHistory.records(lab.tree());
        assertThat(records).hasSize(ConfigurationHistory.KEPT);
        assertThat(records.getFirst().number()).isEqualTo(5);
        assertThat(lab.tree().children(Paths.BLOBS)).hasSize(ConfigurationHistory.KEPT);
        assertThat(ConfigurationHistory.document(lab.tree(), 5)).contains(capacity(4));
    }

    @Test
    void a_dry_run_of_an_apply_says_the_differences_and_changes_nothing() {
        var answer = lab.ask(new dev.baton.coordination.request.Ask("ann", "k", true, apply(capacity(64))));
        assertThat(answer).hasToString("Accepted[lines=[node node4 capacity.memory (nothing) -> 64], "
                + "ids={configuration=2}]");
        lab.settle();
        assertThat(ConfigurationHistory.records(lab.tree())).hasSize(1);
    }

    @Test
    void a_backup_brings_back_a_lost_cluster_with_its_intents_formats_and_holds() {
        lab.accepted(new Request.GroupIntent(EVS3, false));
        lab.accepted(new Request.PauseNode(NODE4, "disk is replaced"));
        lab.await("evs3 offline", () -> lab.group("evs3").state().word().equals("Offline"));
        StateBackup backup = StateBackup.of(lab.image(), lab.now());
        Lab empty = new Lab();
        backup.configuration().nodes().keySet().forEach(empty::candidate);
        empty.settle();
        empty.accepted(new Request.RestoreState(backup, Optional.empty(), new TreeSet<>()));
        backup.configuration().nodes().keySet().forEach(empty::startNode);
        empty.await("what was online is so again", () -> empty.group("evs1").state().word().equals("Online")
                && empty.group("evs2").state().word().equals("Online"));
        assertThat(empty.group("evs3").state().word()).isEqualTo("Offline");
        assertThat(empty.group("evs3").format()).hasToString("1.0");
        assertThat(empty.image().node(NODE4).holds()).isEqualTo(lab.image().node(NODE4).holds());
        assertThat(StateBackup.of(empty.image(), lab.now()).configuration()).isEqualTo(backup.configuration());
    }

    @Test
    void a_group_that_was_only_observed_is_so_after_a_restore_and_is_placed_once_it_is_managed() {
        lab.accepted(new Request.UnmanageGroup(EVS3, Optional.of("the disk is copied")));
        StateBackup backup = Json.read(Json.text(StateBackup.of(lab.image(), lab.now())), StateBackup.class);
        assertThat(backup.whole()).isTrue();
        Lab empty = new Lab();
        backup.configuration().nodes().keySet().forEach(empty::candidate);
        empty.settle();
        empty.accepted(new Request.RestoreState(backup, Optional.empty(), new TreeSet<>()));
        backup.configuration().nodes().keySet().forEach(empty::startNode);
        empty.await("the others are online", () -> empty.group("evs1").state().word().equals("Online")
                && empty.group("evs2").state().word().equals("Online"));
        assertThat(empty.group("evs3").placement().unmanaged())
                .isEqualTo(lab.group("evs3").placement().unmanaged()).isPresent();
        assertThat(empty.group("evs3").owner()).isEmpty();
        empty.accepted(new Request.ManageGroup(EVS3));
        empty.await("it is placed", () -> empty.group("evs3").state().word().equals("Online"));
    }

    @Test
    void a_backup_without_a_group_that_is_only_observed_has_the_digest_that_it_always_had() {
        assertThat(Json.text(StateBackup.of(lab.image(), lab.now()))).doesNotContain("unmanaged");
    }

    @Test
    void a_restore_changes_nothing_of_what_is_there() {
        StateBackup backup = StateBackup.of(lab.image(), lab.now());
        lab.accepted(new Request.GroupIntent(EVS3, false));
        lab.await("evs3 offline", () -> lab.group("evs3").state().word().equals("Offline"));
        assertThat(lab.accepted(new Request.RestoreState(backup, Optional.empty(), new TreeSet<>())).lines())
                .containsExactly("nothing changes");
        assertThat(lab.group("evs3").state().word()).isEqualTo("Offline");
    }

    @Test
    void a_backup_that_was_changed_is_not_restored() {
        StateBackup backup = StateBackup.of(lab.image(), lab.now());
        StateBackup changed = new StateBackup(backup.document(), backup.digest(), backup.at(), capacity(9),
                backup.intents(), backup.formats(), backup.owners(), backup.holds(), backup.unmanaged());
        assertThat(lab.refused(new Request.RestoreState(changed, Optional.empty(), new TreeSet<>())).getFirst())
                .contains("the file was changed");
    }

    /// Three nodes' document with so many groups more, each with a parameter of that length.
    private static ClusterDocument larger(int more, int length) {
        ClusterDocument plain = Documents.of(4, 3);
        GroupDefinition like = plain.groups().firstEntry().getValue();
        TreeMap<GroupId, GroupDefinition> groups = new TreeMap<>(plain.groups());
        for (int g = 0; g < more; g++) {
            groups.put(new GroupId("a-group-of-a-rather-long-name-%06d".formatted(g)), new GroupDefinition(like.kind(),
                    new TreeMap<>(Map.of("note", "x".repeat(length))), List.of(), List.of(), new TreeSet<>(), false,
                    like.terms()));
        }
        return new ClusterDocument(plain.settings(), plain.kinds(), plain.nodes(), groups);
    }

    @Test
    void of_thousands_of_differences_the_history_names_as_many_as_one_entry_holds_and_counts_the_others() {
        List<String> lines = IntStream.range(0, 3_000).mapToObj("group a-group-of-some-length-%05d added"::formatted)
                .toList();
        List<String> kept = Configuration.kept(lines);
        assertThat(kept.getLast()).isEqualTo("and " + (3_000 - kept.size() + 1) + " more");
        assertThat(lines).startsWith(kept.subList(0, kept.size() - 1).toArray(String[]::new));
        assertThat(String.join("", kept).length()).isBetween(30_000, 33_000);
        assertThat(Configuration.kept(lines.subList(0, 100))).isEqualTo(lines.subList(0, 100));
    }

    @Test
    void what_does_not_fit_one_transaction_is_refused_with_the_way_out_and_the_leader_leads_on() {
        assertThat(lab.refused(apply(larger(80, 30_000)))).singleElement().asString()
                .contains("of 3968", "(a configuration is applied in one transaction)", "apply it in several steps");
        assertThat(lab.accepted(apply(larger(10, 30_000))).lines()).hasSize(10);
    }
}
