package dev.baton.core.prover;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/// Two who share nothing but the laws: whatever cluster the planner finds a plan for, the prover agrees with.
class PlannerMeetsProverTest {

    @Property(tries = 200)
    void every_plan_that_is_found_is_proved(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int nodes,
            @ForAll DataMode mode, @ForAll Preset preset) {
        SplittableRandom random = new SplittableRandom(seed);
        ClusterImage image = random(random, nodes, mode);
        UpgradeSpec spec = spec(random, preset);
        Planning planning = Planner.plan(image, spec);
        Statistics.collect(planning.getClass().getSimpleName());
        if (planning instanceof Planning.Planned planned) {
            Proof proof = Prover.prove(planned.plan(), image, planned.report().exposureByGroup());
            assertThat(explain(proof)).isEqualTo("holds");
        }
    }

    private static String explain(Proof proof) {
        return switch (proof) {
            case Proof.Holds _ -> "holds";
            case Proof.Unproven(var what) -> what;
            case Proof.Broken(var law, var at, _, var reasons, var prefix) -> "law " + law.number() + " at "
                    + at.map(position -> position.step().describe()).orElse("the end") + ": "
                    + reasons.stream().map(Reason::facts).toList() + "\n" + prefix.stream()
                    .map(stage -> stage.title() + ": " + stage.steps().stream().map(step -> step.describe()).toList())
                    .collect(Collectors.joining("\n"));
        };
    }

    private static ClusterImage random(SplittableRandom random, int nodes, DataMode mode) {
        boolean single = random.nextBoolean();
        int groups = single ? random.nextInt(nodes + 1) : random.nextInt(6);
        int[] owners = new int[groups];
        for (int g = 0; g < groups; g++) {
            owners[g] = single ? g + 1 : random.nextInt(nodes) + 1;
        }
        ClusterImage image = Scenes.cluster(mode, single, nodes, owners).with(kind(random, mode));
        image = image.with(NodeImage.defined(node(nodes + 1), "127.0.1.1", true, true)
                .withMembership(Membership.UP, 1, "boot").withFacts(NodeFacts.UNKNOWN));
        for (int n = 1; n <= nodes; n++) {
            if (random.nextInt(12) == 0) {
                image = image.with(image.node(node(n)).withHold(new Hold(new HoldId("operator"), "operator", "test",
                        Hold.Strength.PAUSED, Optional.empty())));
            }
            if (mode != DataMode.STRICT && random.nextInt(8) == 0) {
                image = Scenes.upgraded(image, n);
            }
        }
        for (int g = 1; g <= groups; g++) {
            image = image.with(choosy(image, image.group(group(g)), random, nodes));
        }
        return image;
    }

    private static Kind kind(SplittableRandom random, DataMode mode) {
        Kind kind = Scenes.kind(mode);
        Optional<Kind.Backup> backup = random.nextBoolean() ? Optional.empty()
                : Optional.of(new Kind.Backup(true, new Command("save"), Optional.empty()));
        return new Kind(kind.id(), kind.product(), mode, 2, random.nextInt(4) > 0, false, kind.upgrade(),
                kind.convert(), backup, Optional.empty(), Optional.empty());
    }

    private static GroupImage choosy(ClusterImage image, GroupImage group, SplittableRandom random, int nodes) {
        TreeSet<NodeId> possible = new TreeSet<>();
        if (random.nextInt(5) == 0) {
            possible.add(group.owner().orElseThrow());
            possible.add(node(random.nextInt(nodes) + 1));
            possible.add(node(random.nextInt(nodes) + 1));
        }
        GroupImage chosen = new GroupImage(group.id(), group.kind(), group.parameters(), group.resources(),
                group.preferred(), possible, random.nextInt(3) == 0, group.intent(), group.placement(), group.claim(),
                group.report(), group.format(), group.terms());
        NodeImage owner = image.node(group.owner().orElseThrow());
        return switch (random.nextInt(12)) {
            case 0 -> kept(chosen.withIntent(new Intent(true, new TreeSet<>(List.of(Scenes.ATTENDANT)))), owner);
            case 2 -> kept(chosen.withIntent(new Intent(true, new TreeSet<>(List.of(Scenes.DISK)))), owner);
            case 1 -> kept(chosen.withIntent(new Intent(false, new TreeSet<>())), owner);
            default -> chosen;
        };
    }

    /// The group as its intent wants it.
    private static GroupImage kept(GroupImage group, NodeImage owner) {
        return group.settledOn(owner, group.placement().withOffline(group.intendedOffline(), "as the operator wants"));
    }

    private static UpgradeSpec spec(SplittableRandom random, Preset preset) {
        UpgradeSpec s = ProverTest.undoable();
        UpgradeSpec.Failback failback = random.nextInt(3) == 0 ? UpgradeSpec.Failback.AT_END
                : UpgradeSpec.Failback.NEVER;
        UpgradeSpec.Restart restart = UpgradeSpec.Restart.values()[random.nextInt(3)];
        return new UpgradeSpec(s.name(), s.products(), restart, preset, failback, s.convert(), s.moveTakes(),
                s.stopBefore(), s.acceptedExposure(), s.soakAfterNode(), s.onFailure());
    }
}
