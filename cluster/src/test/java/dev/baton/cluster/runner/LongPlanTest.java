package dev.baton.cluster.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.cluster.lab.Documents;
import dev.baton.cluster.lab.Lab;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Command;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Plans that do not fit one transaction are stored before the record that names them, and are seen whole or not at
/// all.
final class LongPlanTest {

    private static final RunId RUN = new RunId("h2-2-0-1");
    /// Of chance, so that packing does not make it short.
    private static final int LETTERS = 900_000;

    private final Lab lab = Lab.atRest(Documents.of(4, 3));

    private Plan plan() {
        return ((Planning.Planned) Planner.plan(lab.image(), Documents.upgrade())).plan();
    }

    private static String letters(int count) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder letters = new StringBuilder();
        while (letters.length() < count) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }

    /// The plan with a reason that nobody would read.
    private Plan longPlan(int letters) {
        Plan plan = plan();
        List<Stage> stages = new ArrayList<>(plan.stages());
        Stage first = stages.getFirst();
        stages.set(0, new Stage(first.number(), first.subject(), first.steps(), first.takes(), letters(letters)));
        return new Plan(plan.spec(), plan.revision(), plan.basis(), stages);
    }

    private RunRecord record() {
        return lab.committed(Paths.run(RUN), RunRecord.class);
    }

    private boolean named() {
        return !lab.tree().children(Paths.RUNS).isEmpty();
    }

    /// Documents that were begun, and that no record names.
    private List<NodePath> leftovers() {
        return lab.tree().children(Paths.BLOBS).stream().filter(path -> !lab.tree().entry(path).orElseThrow().data()
                .equals(Bytes.EMPTY)).toList();
    }

    private RunView view() {
        return new RunViews().of(lab.tree(), RUN, lab.now()).orElseThrow();
    }

    @Test
    void a_plan_of_many_pieces_is_started_and_carried_out_by_whoever_leads() {
        Plan plan = longPlan(LETTERS);
        lab.accepted(new Request.StartRun(plan));
        assertThat(record().pieces()).isGreaterThan(8);
        assertThat(lab.tree().children(Paths.blob(record().digest()))).hasSize(record().pieces());
        assertThat(leftovers()).isEmpty();
        lab.await("the first install", () -> !lab.ran.isEmpty());
        lab.killLeader();
        lab.await("the end", () -> view().ended().isPresent());
        assertThat(view().status()).isEqualTo("finished");
        assertThat(new RunViews().plan(lab.tree(), RUN)).contains(plan);
    }

    @Test
    void its_record_is_not_there_before_all_of_its_pieces_are() {
        lab.begin(new Request.StartRun(longPlan(LETTERS)));
        List<Integer> seen = new ArrayList<>();
        lab.stepUntil("the record", () -> {
            leftovers().forEach(path -> seen.add(lab.tree().children(path).size()));
            return named();
        });
        assertThat(seen).as("it was on its way for a while").isNotEmpty();
        assertThat(lab.tree().children(Paths.blob(record().digest()))).hasSize(record().pieces());
        assertThat(new RunViews().of(lab.tree(), RUN, lab.now())).isPresent();
    }

    @Test
    void what_a_leader_left_half_stored_is_removed_and_the_plan_can_be_started_again() {
        Plan plan = longPlan(LETTERS);
        lab.begin(new Request.StartRun(plan));
        lab.stepUntil("some of it", () -> leftovers().stream().anyMatch(path ->
                !lab.tree().children(path).isEmpty()));
        lab.killLeader();
        lab.await("nothing left", () -> lab.hasLeader() && leftovers().isEmpty());
        assertThat(named()).isFalse();
        assertThat(lab.tree().children(Paths.BLOBS)).allSatisfy(path ->
                assertThat(lab.tree().entry(path).orElseThrow().data()).isEqualTo(Bytes.EMPTY));
        lab.accepted(new Request.StartRun(plan));
        assertThat(leftovers()).isEmpty();
        lab.await("the end", () -> view().ended().isPresent());
        assertThat(view().status()).isEqualTo("finished");
    }

    @Test
    void a_dry_run_stores_nothing() {
        long before = lab.tree().children(Paths.BLOBS).size();
        Plan plan = longPlan(LETTERS);
        assertThat(lab.ask(new Ask("tester", "dry", true, new Request.StartRun(plan))))
                .isInstanceOf(Answer.Accepted.class);
        lab.settle();
        assertThat(lab.tree().children(Paths.BLOBS)).hasSize((int) before);
    }

    /// The owner of evs3 is lost before the first install and comes back: evs3 is on node4, which the plan wants empty.
    @Test
    void a_long_plan_that_the_run_makes_itself_is_stored_in_the_same_way_and_taken() {
        UpgradeSpec spec = Documents.stoppingBefore(UpgradeSpec.StopPoint.FIRST_INSTALL);
        UpgradeSpec.ProductUpgrade one = spec.products().getFirst();
        UpgradeSpec wordy = new UpgradeSpec(spec.name(), List.of(new UpgradeSpec.ProductUpgrade(one.product(),
                one.from(), one.to(), one.prepare(), one.install(), Optional.of(new Command(letters(LETTERS))),
                one.selfTest(), one.takes())), spec.restart(), spec.preset(), spec.failback(), spec.convert(),
                spec.moveTakes(), spec.stopBefore(), spec.acceptedExposure(), spec.soakAfterNode(), spec.onFailure());
        lab.accepted(new Request.StartRun(((Planning.Planned) Planner.plan(lab.image(), wordy)).plan()));
        lab.await("an approval to be asked for", () -> view().status().equals("waiting"));
        lab.node("node3").kill();
        lab.await("evs3 taken over", () -> lab.group("evs3").owner().equals(Optional.of(new NodeId("node4"))));
        lab.node("node3").restart();
        lab.begin(new Request.ApproveRun());
        lab.await("the end", () -> view().ended().isPresent());
        assertThat(view().status()).isEqualTo("finished");
        assertThat(view().past()).hasSize(1);
        assertThat(leftovers()).isEmpty();
        assertThat(lab.tree().children(Paths.BLOBS).stream().filter(path -> lab.tree().children(path).size() > 8))
                .as("two long plans").hasSize(2);
    }

    @Test
    void a_plan_that_fits_packed_is_stored_with_its_record() {
        lab.begin(new Request.StartRun(longPlan(400_000)));
        lab.stepUntil("the record", () -> {
            assertThat(leftovers()).isEmpty();
            return named();
        });
        assertThat(lab.tree().value(Paths.piece(record().digest(), 0), String.class).orElseThrow())
                .startsWith("gzip ");
        assertThat(view().stages()).isNotEmpty();
    }

    /// What was stored by earlier builds, and is stored as it was.
    @Test
    void a_short_plan_is_stored_as_plain_json() {
        lab.accepted(new Request.StartRun(plan()));
        assertThat(lab.tree().value(Paths.piece(record().digest(), 0), String.class).orElseThrow())
                .startsWith("{\"plan\":");
    }
}
