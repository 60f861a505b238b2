package dev.baton.simulator.rehearsal;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.faults.Mishap;
import dev.baton.core.faults.Trial;
import dev.baton.core.faults.Trials;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.simulator.world.Documents;
import dev.baton.simulator.world.Options;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Clusters at rest with plans to rehearse.
///
/// @param image of the cluster
/// @param plan  made for it
public record Rehearsed(ClusterImage image, Plan plan) {

    /// Scenario A: four nodes, three groups, a fourth node that stands by, data that only its own version opens.
    static Rehearsed four() {
        return of(4, 3, DataMode.STRICT, UpgradeSpec.Restart.NEVER);
    }

    /// Two nodes with a vote each and one group.
    static Rehearsed pair(UpgradeSpec.Restart restart) {
        return of(2, 1, DataMode.COMPATIBLE, restart);
    }

    /// The same as scenario A, with every command that a product may have, nodes that restart, and a stop wherever
    /// there may be one.
    static Rehearsed everything() {
        return of(new Options(4, false, 3, LeaseTimings.PRODUCTION, DataMode.STRICT,
                new Options.Upgrade(Preset.FEWEST_OUTAGES, UpgradeSpec.ConvertWhen.WITH_MOVE,
                        UpgradeSpec.Failback.NEVER, UpgradeSpec.Restart.ALWAYS,
                        Set.of(UpgradeSpec.StopPoint.values()), UpgradeSpec.OnFailure.UNDO_NODE_AND_STOP,
                        Optional.empty()),
                Set.of(Options.Extra.values()), Duration.ofMillis(3), false, Options.Special.NONE));
    }

    private static Rehearsed of(int nodes, int groups, DataMode data, UpgradeSpec.Restart restart) {
        return of(new Options(nodes, false, groups, LeaseTimings.PRODUCTION, data,
                new Options.Upgrade(Preset.FEWEST_OUTAGES, UpgradeSpec.ConvertWhen.WITH_MOVE,
                        UpgradeSpec.Failback.NEVER, restart, Set.of(), UpgradeSpec.OnFailure.STOP, Optional.empty()),
                Set.of(Options.Extra.BACKUP, Options.Extra.SELF_TEST), Duration.ofMillis(3), false,
                Options.Special.NONE));
    }

    private static Rehearsed of(Options options) {
        ClusterImage image = atRest(Documents.cluster(options));
        return switch (Planner.plan(image, Documents.upgrade(options))) {
            case Planning.Planned planned -> new Rehearsed(image, planned.plan());
            case Planning.Infeasible none -> throw new AssertionError(none.toString());
        };
    }

    private static ClusterImage atRest(ClusterDocument document) {
        ClusterImage image = ClusterImage.EMPTY.withRevision(1).withSettings(document.settings());
        for (Kind kind : document.kinds()) {
            image = image.with(kind);
        }
        NodeFacts facts = new NodeFacts(new TreeMap<>(), new LevelRange(1, 1), "defined", "")
                .with(Documents.PRODUCT, Documents.OLD);
        for (var node : document.nodes().entrySet()) {
            image = image.with(NodeImage.defined(node.getKey(), node.getValue().address(), true, false)
                    .withMembership(Membership.UP, 1, "defined").withFacts(facts));
        }
        for (var group : document.groups().entrySet()) {
            var defined = group.getValue();
            image = image.with(GroupImage.defined(group.getKey(), defined.kind(), defined.resources(),
                    defined.preferred(), defined.possible(), defined.critical(), new Format.At(new Version("1.0")))
                    .settledOn(image.node(defined.preferred().getFirst()),
                            Placement.NONE.movedTo(defined.preferred().getFirst(), "it prefers it")));
        }
        return image;
    }

    Play play() {
        return Play.of(image, plan, 1);
    }

    Trials trials(List<Integer> numbers) {
        Play play = play();
        return new Trials(1, play.accidents(), Trials.planned(image, plan), play.calm(),
                numbers.stream().map(play::trial).toList());
    }

    /// Returns how a rehearsal ends in which an owner is lost while the only node that is free has the new version
    /// already, which does not open its data; called by name in a mutant's world.
    public static String ending() {
        Play play = four().play();
        int number = 1;
        while (!(play.mishap(number) instanceof Mishap.Loss(var stage, _, var node) && stage == 2
                && node.equals(Documents.node(2)))) {
            number++;
        }
        Trial trial = play.trial(number);
        return trial.ending().text() + " " + trial.ending();
    }
}
