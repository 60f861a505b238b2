package dev.baton.core.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Plans are spoilt in many ways. The prover says no to each that an inspector, who knows no laws and carries the plan
/// out on paper, finds something wrong with; what both let pass is as good as the plan. `-Dmutants=5000` spoils more.
class MutatedPlansTest {
    private static final int MUTANTS = Integer.getInteger("mutants", 1_000);
    private static final long SEED = Long.getLong("seed", 1L);

    /// @param killed     the inspector found something wrong, and the prover said no
    /// @param equivalent neither did
    /// @param missed     only the inspector did
    /// @param alarms     only the prover did
    private record Tally(int killed, int equivalent, int missed, int alarms) {
        Tally plus(boolean wrong, boolean refused) {
            return new Tally(killed + (wrong && refused ? 1 : 0), equivalent + (!wrong && !refused ? 1 : 0),
                    missed + (wrong && !refused ? 1 : 0), alarms + (!wrong && refused ? 1 : 0));
        }
    }

    private record Base(ClusterImage image, Plan plan) {}

    @Test
    void no_spoilt_plan_is_proved() {
        List<Base> bases = bases();
        Random random = new Random(SEED);
        Map<Mutation, Tally> tallies = new EnumMap<>(Mutation.class);
        List<String> missed = new ArrayList<>();
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            Mutation mutation = Mutation.values()[mutant % Mutation.values().length];
            Base base = bases.get(random.nextInt(bases.size()));
            List<Step> steps = mutation.of(base.plan.steps(), base.image, random);
            Optional<String> trouble = Inspector.firstTrouble(base.plan.spec(), base.image, steps);
            boolean refused = !Prover.prove(all(base.plan, steps), base.image).holds();
            tallies.merge(mutation, new Tally(0, 0, 0, 0).plus(trouble.isPresent(), refused), (one, other) ->
                    one.plus(trouble.isPresent(), refused));
            if (trouble.isPresent() && !refused) {
                missed.add(mutation + ": " + trouble.get() + " " + steps.stream().map(Step::describe).toList());
            }
        }
        System.out.printf("%d mutants, seed %d%n", MUTANTS, SEED);
        tallies.forEach((mutation, tally) -> System.out.printf("  %-28s killed %4d  equivalent %4d  missed %d  "
                + "false alarms %d%n", mutation, tally.killed, tally.equivalent, tally.missed, tally.alarms));
        assertThat(missed).isEmpty();
        assertThat(tallies.values()).allMatch(tally -> tally.killed > 0);
        assertThat(tallies.values().stream().mapToInt(Tally::killed).sum()).isGreaterThan(MUTANTS / 2);
    }

    @Test
    void what_is_not_spoilt_passes_both() {
        for (Base base : bases()) {
            assertThat(Inspector.firstTrouble(base.plan.spec(), base.image, base.plan.steps())).isEmpty();
            assertThat(Prover.prove(all(base.plan, base.plan.steps()), base.image).holds()).isTrue();
        }
    }

    private static Plan all(Plan plan, List<Step> steps) {
        return new Plan(plan.spec(), plan.revision(), plan.basis(), List.of(new Stage(1,
                new Stage.Subject.Pause("all"), steps, plan.stages().getFirst().takes(), "")));
    }

    private static List<Base> bases() {
        List<Base> bases = new ArrayList<>();
        UpgradeSpec spec = ProverTest.undoable();
        for (DataMode mode : DataMode.values()) {
            bases.add(base(saved(Scenes.fourNodes(mode), UpgradeMode.ROLLING), spec));
            bases.add(base(saved(Scenes.cluster(mode, true, 3, 1, 2, 3), UpgradeMode.IN_PLACE_OFFLINE), spec));
            bases.add(base(roomy(saved(Scenes.cluster(mode, false, 4, 1, 1, 2, 3), UpgradeMode.ROLLING)), spec));
        }
        return bases;
    }

    private static Base base(ClusterImage image, UpgradeSpec spec) {
        return new Base(image, ProverTest.plan(image, spec).plan());
    }

    private static ClusterImage saved(ClusterImage image, UpgradeMode mode) {
        Kind k = image.kinds().get(Scenes.KIND);
        return image.with(new Kind(k.id(), k.product(), k.data(), 2, true, false, mode, k.convert(),
                Optional.of(new Kind.Backup(true, new Command("save"), Optional.empty())), k.version(), k.format()));
    }

    private static ClusterImage roomy(ClusterImage start) {
        ClusterImage image = start;
        for (int g = 1; g <= 4; g++) {
            image = image.with(image.group(Scenes.group(g)).withTerms(
                    image.group(Scenes.group(g)).terms().withDemand(Amounts.of("m", g))));
        }
        for (int n = 1; n <= 4; n++) {
            image = image.with(image.node(Scenes.node(n)).withCapacity(Amounts.of("m", 6)));
        }
        return image;
    }
}
