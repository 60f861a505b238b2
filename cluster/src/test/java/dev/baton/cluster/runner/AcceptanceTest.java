package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ReplanReason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Trace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The rule by which a run takes its next plan itself, case by case.
final class AcceptanceTest {

    private static final Instant NOW = Instant.ofEpochSecond(2_000_000);
    private static final GroupId EVS1 = new GroupId("evs1");
    private static final GroupId EVS3 = new GroupId("evs3");

    private final ClusterImage rest = Lab.atRest(Documents.of(4, 3)).image();

    private static Plan plan(ClusterImage image, UpgradeSpec spec) {
        return ((Planning.Planned) Planner.plan(image, spec)).plan();
    }

    private static ClusterImage moved(ClusterImage image, GroupId id, String to) {
        GroupImage group = image.group(id);
        NodeId node = new NodeId(to);
        return image.with(group.settledOn(image.node(node), group.placement().movedTo(node, "taken over")));
    }

    /// A run at its first step, on a cluster that has become another.
    private Situation situation(Plan old, ClusterImage now, Entry... journal) {
        Trace trace = Trace.begin(old.spec(), Announcement.of(rest, old), rest);
        RunState state = RunState.of(old.steps().size(), List.of(journal));
        return new Situation(new RunId("r1"), List.of(old), Optional.empty(), state, trace, rest, now, new TreeMirror(),
                new NodeId("node1"), RunClock.at(NOW), new NextPlan.Made());
    }

    private static List<Reason> against(Situation now, Plan next) {
        ClusterImage end = now.image();
        for (Step step : next.steps()) {
            end = Projection.project(end, step);
        }
        return Acceptance.against(now, next, (Proof.Holds) Prover.prove(next, now.image()), end);
    }

    private static UpgradeSpec with(UpgradeSpec.Restart restart, UpgradeSpec.Failback failback,
            Optional<Duration> accepted) {
        UpgradeSpec s = Documents.upgrade();
        return new UpgradeSpec(s.name(), s.products(), restart, s.preset(), failback, s.convert(), s.moveTakes(),
                s.stopBefore(), accepted, s.soakAfterNode(), s.onFailure());
    }

    @Test
    void a_plan_that_costs_no_more_than_the_one_before_is_taken() {
        ClusterImage now = moved(rest, EVS3, "node4");
        Situation situation = situation(plan(rest, Documents.upgrade()), now);
        assertThat(against(situation, plan(now, Documents.upgrade()))).isEmpty();
    }

    @Test
    void a_group_that_failed_over_may_have_one_outage_more_and_the_others_none() {
        ClusterImage now = moved(rest, EVS3, "node4");
        Situation situation = situation(plan(rest, Documents.upgrade()), now);
        Plan twice = plan(now, Documents.upgrade().withPreset(Preset.DOCUMENTED));
        assertThat(against(situation, twice)).hasSize(2).allSatisfy(reason -> assertThat(reason)
                .isInstanceOf(ReplanReason.MoreOutages.class)).first().extracting(Reason::facts).asString()
                .contains("evs1 would have 2 outages more", "had 1 left", "has not failed over");
    }

    @Test
    void time_without_failover_counts_with_what_it_was_so_far() {
        UpgradeSpec spec = with(UpgradeSpec.Restart.NEVER, UpgradeSpec.Failback.NEVER,
                Optional.of(Duration.ofMinutes(60)));
        Plan old = plan(rest, spec);
        assertThat(against(situation(old, rest), old)).isEmpty();
        Situation later = situation(old, rest, new Entry.Measured(NOW, new TreeMap<>(Map.of(EVS1,
                Duration.ofMinutes(30)))));
        assertThat(against(later, old)).singleElement().isInstanceOf(ReplanReason.MoreExposure.class)
                .extracting(Reason::facts).asString().contains("evs1 was without failover for 30 min",
                        "accepted are 60 min");
    }

    @Test
    void what_cannot_be_undone_must_have_been_in_a_plan_before() {
        Plan whole = plan(rest, Documents.upgrade());
        Plan begin = new Plan(whole.spec(), whole.revision(), whole.basis(), whole.stages().subList(0, 2));
        assertThat(against(situation(begin, rest), whole)).filteredOn(ReplanReason.NewNoReturn.class::isInstance)
                .extracting(Reason::facts)
                .anySatisfy(facts -> assertThat(facts).contains("convert evs3 from 1.0 to 2.0", "cannot be undone"))
                .noneSatisfy(facts -> assertThat(facts).contains("convert evs1"));
    }

    @Test
    void a_vote_that_the_plan_before_did_not_give_up_is_asked_about() {
        ClusterImage three = Lab.atRest(Documents.of(3, 1)).image();
        Plan old = plan(three, Documents.upgrade());
        Trace trace = Trace.begin(old.spec(), Announcement.of(three, old), three);
        Situation now = new Situation(new RunId("r1"), List.of(old), Optional.empty(),
                RunState.fresh(old.steps().size()), trace, three, three, new TreeMirror(), new NodeId("node1"),
                RunClock.at(NOW),
                new NextPlan.Made());
        Plan restarting = plan(three, with(UpgradeSpec.Restart.ALWAYS, UpgradeSpec.Failback.NEVER, Optional.empty()));
        assertThat(against(now, restarting)).isNotEmpty().allSatisfy(reason -> assertThat(reason)
                .isInstanceOf(ReplanReason.FewerVotes.class));
    }

    @Test
    void a_definition_that_changed_is_asked_about() {
        GroupImage group = rest.group(EVS1);
        ClusterImage now = rest.with(new GroupImage(group.id(), group.kind(), group.parameters(), group.resources(),
                group.preferred(), group.possible(), true, group.intent(), group.placement(), group.claim(),
                group.report(), group.format(), group.terms()));
        Situation situation = situation(plan(rest, Documents.upgrade()), now);
        assertThat(against(situation, plan(now, Documents.upgrade())))
                .containsExactly(new ReplanReason.DefinitionChanged("group evs1"));
    }

    @Test
    void a_group_that_should_return_and_would_not_is_asked_about() {
        UpgradeSpec spec = with(UpgradeSpec.Restart.NEVER, UpgradeSpec.Failback.AT_END, Optional.empty());
        ClusterImage now = moved(rest, EVS3, "node4");
        assertThat(against(situation(plan(rest, spec), now), plan(now, spec)))
                .contains(new ReplanReason.NotBackHome(EVS3, new NodeId("node3")));
        assertThat(against(situation(plan(rest, spec), rest), plan(rest, spec))).isEmpty();
    }
}
