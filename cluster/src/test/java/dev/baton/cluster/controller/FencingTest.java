package dev.baton.cluster.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class FencingTest {

    private static final NodeId NODE3 = new NodeId("node3");
    private static final NodeId NODE4 = new NodeId("node4");

    private static final List<String> OTHERS = List.of("node1", "node2", "node4");

    private static Lab lab(boolean device) {
        return device ? lab(FenceDevice.Action.OFF) : Lab.atRest(Documents.of(4, 3));
    }

    private static Lab lab(FenceDevice.Action action) {
        ClusterDocument plain = Documents.of(4, 3);
        FenceDevice agent = new FenceDevice("fence_lab", new TreeMap<>(), new TreeMap<>(), Duration.ofSeconds(30),
                Optional.of(action), new TreeMap<>());
        return Lab.atRest(new ClusterDocument(new Settings("lab", true, "fence_lab", Optional.of(agent)),
                plain.kinds(), plain.nodes(), plain.groups()));
    }

    /// The node comes back without looking at its claims, and is lost again.
    private static void joinsAndIsLost(Lab lab, Runnable comesBack) {
        lab.node("node3").idle();
        comesBack.run();
        lab.await("node3 up", () -> lab.image().node(NODE3).up());
        down(lab);
    }

    private static void evs3On4(Lab lab) {
        lab.await("evs3 on node4", () -> lab.group("evs3").owner().equals(Optional.of(NODE4))
                && lab.group("evs3").state().word().equals("Online"));
    }

    private static List<String> fenced(Lab lab) {
        return lab.ran.stream().filter(line -> line.contains(" Fence ")).toList();
    }

    private static void down(Lab lab) {
        lab.node("node3").kill();
        lab.await("node3 down", () -> !lab.image().node(NODE3).up());
    }

    @Test
    void a_dead_nodes_group_goes_on_once_the_node_is_fenced() {
        Lab lab = lab(true);
        down(lab);
        evs3On4(lab);
        assertThat(fenced(lab)).hasSize(1);
        assertThat(lab.events()).anyMatch(line -> line.matches(
                "node3 is off, by fence_lab from node[124]; its groups may go on"));
    }

    @Test
    void an_attempt_that_fails_is_made_again_from_another_node() {
        Lab lab = lab(true);
        List.of("node1", "node2", "node4").forEach(node -> lab.node(node).failing.add("Fence"));
        down(lab);
        evs3On4(lab);
        assertThat(fenced(lab)).hasSize(4);
        assertThat(fenced(lab).stream().map(line -> line.split(" ")[0]).distinct()).hasSize(3);
    }

    @Test
    void a_node_that_cannot_be_fenced_keeps_its_groups_until_a_person_confirms_that_it_is_dead() {
        Lab lab = lab(true);
        List.of("node1", "node2", "node4").forEach(node -> lab.node(node).alwaysFailing.add("Fence"));
        down(lab);
        lab.pass(Duration.ofMinutes(10));
        assertThat(fenced(lab)).hasSize(Fencing.ATTEMPTS);
        assertThat(lab.group("evs3").owner()).contains(NODE3);
        assertThat(lab.group("evs3").state().word()).isEqualTo("Pending");
        assertThat(lab.events()).anyMatch(line -> line.equals("node3 could not be fenced in 6 attempts (the laboratory "
                + "says FAILED); turn it off by hand, then: baton node confirm-dead node3"));
        lab.accepted(new Request.ConfirmDead(NODE3, "I pulled the plug"));
        evs3On4(lab);
        assertThat(lab.events()).anyMatch(line -> line.equals("node3 is confirmed dead: I pulled the plug"));
    }

    @Test
    void a_new_leader_goes_on_with_the_attempts_of_the_last() {
        Lab lab = lab(true);
        List.of("node1", "node2", "node4").forEach(node -> lab.node(node).alwaysFailing.add("Fence"));
        down(lab);
        lab.stepUntil("the second attempt", () -> fenced(lab).size() == 2);
        lab.killLeader();
        lab.pass(Duration.ofMinutes(10));
        assertThat(fenced(lab)).hasSize(Fencing.ATTEMPTS);
    }

    @Test
    void a_claim_that_is_stuck_goes_on_once_its_node_is_fenced() {
        Lab lab = lab(true);
        lab.node("node3").jam();
        lab.accepted(new Request.MoveGroup(lab.group("evs3").id(), Optional.of(NODE4), Optional.empty()));
        lab.await("stuck", () -> lab.group("evs3").state().word().equals("Failed"));
        down(lab);
        evs3On4(lab);
    }

    @Test
    void without_a_fence_agent_a_stuck_claim_waits_for_a_persons_word_and_only_once_the_node_is_down() {
        Lab lab = lab(false);
        lab.node("node3").jam();
        lab.accepted(new Request.MoveGroup(lab.group("evs3").id(), Optional.of(NODE4), Optional.empty()));
        lab.await("stuck", () -> lab.group("evs3").state().word().equals("Failed"));
        assertThat(lab.refused(new Request.ConfirmDead(NODE3, "it is off")).getFirst()).contains("node3 is up");
        down(lab);
        assertThat(lab.refused(new Request.ConfirmDead(NODE3, " ")).getFirst()).contains("needs a reason");
        lab.accepted(new Request.ConfirmDead(NODE3, "it is off"));
        evs3On4(lab);
        assertThat(lab.refused(new Request.ConfirmDead(NODE3, "it is off")).getFirst()).contains("owns nothing");
    }

    @Test
    void what_ended_one_life_of_a_node_frees_nothing_of_its_next() {
        Lab lab = lab(true);
        down(lab);
        evs3On4(lab);
        lab.node("node3").restart();
        lab.await("node3 up", () -> lab.image().node(NODE3).up());
        lab.accepted(new Request.MoveGroup(lab.group("evs3").id(), Optional.of(NODE3), Optional.empty()));
        lab.await("evs3 on node3", () -> lab.group("evs3").owner().equals(Optional.of(NODE3))
                && lab.group("evs3").state().word().equals("Online"));
        List.of("node1", "node2", "node4").forEach(node -> lab.node(node).alwaysFailing.add("Fence"));
        down(lab);
        lab.pass(Duration.ofMinutes(5));
        assertThat(lab.group("evs3").owner()).contains(NODE3);
    }

    @Test
    void after_a_reboot_that_does_not_leave_the_machine_off_its_groups_wait_for_its_next_boot() {
        Lab lab = lab(FenceDevice.Action.REBOOT);
        OTHERS.forEach(node -> lab.node(node).onlyReboots = true);
        down(lab);
        lab.pass(Fencing.BOOTS_WITHIN.minusMinutes(1));
        assertThat(fenced(lab)).hasSize(1);
        assertThat(lab.group("evs3").owner()).contains(NODE3);
        assertThat(lab.group("evs3").state().word()).isEqualTo("Pending");
        assertThat(lab.events()).anyMatch(line -> line.matches("node3 was rebooted by fence_lab from node[124], and is "
                + "not off: its groups wait until it has joined from another boot; .*"));
        lab.node("node3").reboot();
        lab.await("evs3 on node3", () -> lab.group("evs3").state().word().equals("Online"));
        lab.pass(Fencing.BOOTS_WITHIN);
        assertThat(fenced(lab)).hasSize(1);
    }

    @Test
    void a_machine_that_does_not_come_back_is_rebooted_again_until_a_person_must_look() {
        Lab lab = lab(FenceDevice.Action.REBOOT);
        OTHERS.forEach(node -> lab.node(node).onlyReboots = true);
        down(lab);
        lab.pass(Fencing.BOOTS_WITHIN.multipliedBy(2).minusMinutes(1));
        assertThat(fenced(lab)).hasSize(2);
        lab.pass(Fencing.BOOTS_WITHIN.multipliedBy(5));
        assertThat(fenced(lab)).hasSize(Fencing.ATTEMPTS);
        assertThat(lab.group("evs3").owner()).contains(NODE3);
        assertThat(lab.events()).anyMatch(line -> line.startsWith("node3 could not be fenced in 6 attempts"));
        lab.accepted(new Request.ConfirmDead(NODE3, "I pulled the plug"));
        evs3On4(lab);
    }

    @Test
    void a_reboot_after_which_the_machine_is_off_has_fenced_it() {
        Lab lab = lab(FenceDevice.Action.REBOOT);
        down(lab);
        evs3On4(lab);
        assertThat(lab.events()).anyMatch(line -> line.startsWith("node3 is off, by fence_lab"));
    }

    @Test
    void what_a_boot_ran_is_over_once_its_node_has_joined_from_another_whatever_the_device_says() {
        Lab lab = lab(true);
        OTHERS.forEach(node -> lab.node(node).alwaysFailing.add("Fence"));
        down(lab);
        lab.stepUntil("an attempt", () -> !fenced(lab).isEmpty());
        joinsAndIsLost(lab, () -> lab.node("node3").reboot());
        int attempts = fenced(lab).size();
        evs3On4(lab);
        lab.pass(Duration.ofMinutes(5));
        assertThat(fenced(lab)).as("nobody fences a life that owns nothing").hasSize(attempts);
    }

    @Test
    void another_life_on_the_same_boot_does_not_show_that_what_ran_is_over() {
        Lab lab = lab(true);
        OTHERS.forEach(node -> lab.node(node).alwaysFailing.add("Fence"));
        down(lab);
        joinsAndIsLost(lab, () -> lab.node("node3").restart());
        lab.pass(Duration.ofMinutes(5));
        assertThat(lab.group("evs3").owner()).contains(NODE3);
    }

    @Test
    void a_claim_that_was_stuck_before_its_node_booted_anew_is_free_without_a_persons_word() {
        Lab lab = lab(false);
        lab.node("node3").jam();
        lab.accepted(new Request.MoveGroup(lab.group("evs3").id(), Optional.of(NODE4), Optional.empty()));
        lab.await("stuck", () -> lab.group("evs3").state().word().equals("Failed"));
        down(lab);
        joinsAndIsLost(lab, () -> lab.node("node3").reboot());
        evs3On4(lab);
    }

    @Test
    void a_node_that_owns_nothing_is_not_turned_off() {
        Lab lab = lab(true);
        lab.node("node4").kill();
        lab.await("node4 down", () -> !lab.image().node(NODE4).up());
        lab.pass(Duration.ofMinutes(1));
        assertThat(fenced(lab)).isEmpty();
    }
}
