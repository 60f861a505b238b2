package dev.baton.cluster.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.controller.RunViews;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import java.util.List;
import java.util.Optional;

/// The first run of the lab's upgrade.
public final class LabRun {

    private static final RunId RUN = new RunId("h2-2-0-1");

    private final Lab lab;
    private final RunViews views = new RunViews();

    public LabRun(Lab lab) {
        this.lab = lab;
    }

    /// Returns the best plan for the cluster as it is, which must exist.
    public Plan plan(UpgradeSpec spec) {
        return ((Planning.Planned) Planner.plan(lab.image(), spec)).plan();
    }

    /// Returns what starts the best plan.
    public Request.StartRun toStart(UpgradeSpec spec) {
        return new Request.StartRun(plan(spec));
    }

    /// Plans and starts it.
    public void start(UpgradeSpec spec) {
        lab.accepted(toStart(spec));
    }

    /// Starts it, and lets it go until that step has begun, and no further.
    public void startUntil(UpgradeSpec spec, int step) {
        lab.begin(toStart(spec));
        lab.stepUntil("step " + step, () -> journal().stream().anyMatch(entry -> entry instanceof Entry.Began began
                && began.step() == step));
    }

    /// Asserts that every node has that version of the product, and nobody holds one.
    public void assertEverywhere(Version version) {
        assertThat(lab.image().nodes().values()).allSatisfy(node -> {
            assertThat(node.holds()).isEmpty();
            assertThat(node.version(Documents.PRODUCT)).contains(version);
        });
    }

    /// Rolls it back, approving the way back where that is asked.
    public void rollBack() {
        lab.begin(new Request.RollbackRun());
        lab.await("a plan of the way back, or its end", () -> view().proposed().isPresent()
                || view().status().equals("rolled-back"));
        view().proposed().ifPresent(back -> lab.accepted(new Request.ApproveRun(Optional.of(back.digest()))));
        awaitStatus("rolled-back");
    }

    private Optional<RunView> seen() {
        return views.of(lab.tree(), RUN, lab.now());
    }

    public RunView view() {
        return seen().orElseThrow();
    }

    /// Returns its journal, oldest first.
    public List<Entry> journal() {
        return views.journal(lab.tree(), RUN);
    }

    public void awaitStatus(String status) {
        lab.await("run " + status, () -> seen().filter(view -> view.status().equals(status)).isPresent());
    }

    /// Waits until a step is on whose text begins so.
    public void awaitStep(String beginning) {
        lab.await(beginning, () -> view().stages().stream().flatMap(stage -> stage.steps().stream())
                .anyMatch(step -> step.state().equals("now") && step.text().startsWith(beginning)));
    }
}
