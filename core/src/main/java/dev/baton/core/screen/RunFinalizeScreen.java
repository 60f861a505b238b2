package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What `baton finalize` shows while a run waits before its last step: what of the upgrade is not so yet, and what ends
/// with the run.
///
/// @param image the cluster now
/// @param view  the run
/// @param now   wall-clock time
public record RunFinalizeScreen(ClusterImage image, RunView view, Instant now) {

    private static final String STEP = new Step.StopPoint("finalize").describe();

    /// Returns whether the run waits for nothing but a person's word to end.
    public boolean concerns() {
        return view.status().equals("waiting") && view.stages().stream().flatMap(stage -> stage.steps().stream())
                .anyMatch(step -> step.state().equals("now") && step.text().equals(STEP));
    }

    /// Returns what of the upgrade's goal is not so, a sentence each; empty when it may end.
    public List<String> against() {
        List<String> found = new ArrayList<>();
        view.nodes().forEach(node -> node.targets().forEach((product, target) -> {
            Version reads = node.now().get(product);
            if (!target.equals(reads)) {
                found.add(node.node() + " reads " + product + " " + (reads == null ? "(version unknown)" : reads)
                        + ", not " + target + ": baton node show " + node.node());
            }
        }));
        image.groups().values().forEach(group -> {
            if (group.intent().online() && !(group.state() instanceof GroupState.Online)) {
                found.add(group.id() + " is " + group.state().word() + ": baton why " + group.id());
            }
            if (old(group)) {
                found.add("the data of " + group.id() + " is still at " + group.format() + ": baton group upgrade "
                        + group.id());
            }
        });
        image.nodes().values().forEach(node -> node.holds().values().stream()
                .filter(hold -> hold.owner().equals(Hold.ownedBy(view.run())))
                .forEach(hold -> found.add(node.id() + " is still held by the run: baton why " + node.id())));
        return found;
    }

    /// Whether the format of the group's data must follow its product, and has not.
    private boolean old(GroupImage group) {
        Kind kind = image.kindOf(group);
        return kind.mustFollow() && view.nodes().stream().map(node -> node.targets().get(kind.product()))
                .anyMatch(target -> target != null && !group.format().equals(new Format.At(kind.formatOf(target))));
    }

    /// Returns the page.
    public String text() {
        List<String> against = against();
        StringBuilder text = new StringBuilder(Layout.fill(view.upgrade() + "   ", "run " + view.run()
                + " waits before finalize   " + (against.isEmpty() ? "READY" : "NOT YET: "
                        + Layout.counted(against.size(), "reason") + " against it"))).append('\n');
        against.forEach(why -> text.append(Layout.fill("  blocks       ", why)));
        if (against.isEmpty()) {
            text.append(Layout.fill("  reached      ", "all of " + Layout.counted(view.nodes().size(), "node")
                    + " read " + targets() + "; every group is as it is meant to be; no hold of the run is left"));
        }
        text.append(Layout.fill("  possible     ", "another run, and changes of the configuration (law 10 ends)"));
        text.append(Layout.fill("  impossible   ", "baton upgrade rollback: the right to roll back ends"));
        text.append(Layout.fill("  going back   ", converted().isEmpty() ? "by another upgrade, planned and proved "
                + "from here to the old version; no data was converted" : "only from the backups of " + converted()
                        + ", whose data was converted; what was written since is lost"));
        text.append(Layout.fill("  untouched    ", "groups, their data and formats; no outage"));
        text.append(Layout.fill("  meanwhile    ", "it waits as long as you like, " + Layout.age(Duration.between(
                view.started(), now)) + " since its start; the configuration stays frozen"));
        return text.append(against.isEmpty() ? "\n  to do it:  baton upgrade approve\n" : "").toString();
    }

    private String targets() {
        return view.nodes().stream().flatMap(node -> node.targets().entrySet().stream())
                .map(target -> target.getKey() + " " + target.getValue()).distinct().collect(Collectors.joining(", "));
    }

    private String converted() {
        return view.stages().stream().flatMap(stage -> stage.steps().stream()).filter(step -> step.state()
                        .equals("done") && step.text().startsWith("convert ")).map(step -> step.text().split(" ")[1])
                .distinct().collect(Collectors.joining(" "));
    }
}
