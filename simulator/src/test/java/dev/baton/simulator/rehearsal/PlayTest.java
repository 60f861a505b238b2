package dev.baton.simulator.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.core.faults.Ending;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.faults.Trials;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlayTest {

    private static int number(Play play, Mishap wanted) {
        return IntStream.rangeClosed(1, play.accidents()).filter(n -> play.mishap(n).equals(wanted)).findFirst()
                .orElseThrow();
    }

    private static int step(Rehearsed rehearsed, Class<? extends Step> kind) {
        List<Step> steps = rehearsed.plan().steps();
        return IntStream.range(0, steps.size()).filter(index -> kind.isInstance(steps.get(index))).findFirst()
                .orElseThrow();
    }

    @Test
    void undisturbed_clients_see_the_outages_of_the_plan() {
        Trials trials = Rehearsed.four().trials(List.of());
        assertThat(trials.calm().ending()).isEqualTo(new Ending.Finished());
        assertThat(trials.calm().outages()).isEqualTo(trials.planned()).hasSize(3);
        assertThat(trials.well()).isTrue();
    }

    @Test
    void every_machine_is_lost_at_every_step_and_every_command_fails_once_and_until_mended() {
        Rehearsed four = Rehearsed.four();
        Play play = four.play();
        long commands = four.plan().steps().stream()
                .filter(step -> Actions.of(step, four.plan().spec(), false).isPresent()).count();
        assertThat(play.accidents()).isEqualTo(four.plan().steps().size() * 4 + 2 * (int) commands);
        assertThat(play.numbers(1_000)).hasSize(play.accidents());
        assertThat(play.numbers(7)).hasSize(7).isSorted().isEqualTo(four.play().numbers(7));
    }

    @Test
    void whatever_happens_the_run_ends_and_no_law_is_broken() {
        Play play = Rehearsed.pair(UpgradeSpec.Restart.NEVER).play();
        assertThat(play.numbers(20).stream().map(play::trial)).allSatisfy(trial ->
                assertThat(trial.ending().well()).as(trial.toString()).isTrue());
    }

    @Test
    void the_same_accident_has_the_same_history() {
        Play play = Rehearsed.pair(UpgradeSpec.Restart.NEVER).play();
        Play again = Rehearsed.pair(UpgradeSpec.Restart.NEVER).play();
        assertThat(play.history(9).lines()).isNotEmpty();
        assertThat(play.history(9)).isEqualTo(again.history(9));
        assertThat(play.history(9).trial()).isEqualTo(play.trial(9));
    }

    @Test
    void an_owner_that_is_lost_costs_its_group_an_outage_and_the_run_goes_on() {
        Rehearsed pair = Rehearsed.pair(UpgradeSpec.Restart.NEVER);
        Play play = pair.play();
        int install = step(pair, Step.Install.class);
        Trial trial = play.trial(number(play, new Mishap.Loss(1, install, new NodeId("node1"))));
        assertThat(play.calm().outages()).isEqualTo(Trials.planned(pair.image(), pair.plan()));
        assertThat(trial.ending().well()).as(trial.toString()).isTrue();
        assertThat(trial.outages().get(new GroupId("evs1"))).isGreaterThan(play.calm().outages()
                .get(new GroupId("evs1")));
        assertThat(trial.without()).isGreaterThan(play.calm().without());
    }

    @Test
    void a_command_that_fails_once_is_run_again() {
        Rehearsed four = Rehearsed.four();
        Play play = four.play();
        int install = step(four, Step.Install.class);
        Play.History history = play.history(number(play, new Mishap.Failure(1, install, "install on node4", false)));
        assertThat(history.trial().ending()).isEqualTo(new Ending.Finished());
        assertThat(history.lines()).anyMatch(line -> line.contains("ACCIDENT install about node4 fails once"))
                .anyMatch(line -> line.contains("job app-2-0-1.3.2"));
    }

    @Test
    void a_command_that_fails_until_it_is_mended_makes_the_run_ask_and_then_it_finishes() {
        Rehearsed four = Rehearsed.four();
        Play play = four.play();
        int install = step(four, Step.Install.class);
        Trial trial = play.trial(number(play, new Mishap.Failure(1, install, "install on node4", true)));
        assertThat(trial.ending()).isInstanceOfSatisfying(Ending.Asked.class, asked -> {
            assertThat(asked.what()).contains("it failed");
            assertThat(asked.status()).isEqualTo("finished");
        });
    }

    @Test
    void a_pair_whose_nodes_restart_loses_its_majority_and_clients_see_the_outages_that_the_plan_says() {
        Trials trials = Rehearsed.pair(UpgradeSpec.Restart.ALWAYS).trials(List.of());
        assertThat(trials.calm().all()).as(trials.calm().toString()).isEqualTo(3);
        assertThat(trials.asPlanned()).isTrue();
    }

    @Test
    void what_a_cluster_would_refuse_cannot_be_played() {
        Rehearsed four = Rehearsed.four();
        Kind kind = four.image().kinds().values().iterator().next();
        Kind unreadable = new Kind(kind.id(), kind.product(), kind.data(), kind.formatParts(),
                kind.trustMixedFailover(), kind.failoverMayConvert(), kind.upgrade(), kind.convert(), kind.backup(),
                Optional.empty(), kind.format());
        assertThatThrownBy(() -> Play.of(four.image().with(unreadable), four.plan(), 1))
                .isInstanceOf(Unplayable.class).hasMessageContaining("version");
    }
}
