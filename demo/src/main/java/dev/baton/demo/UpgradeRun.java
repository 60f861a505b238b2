package dev.baton.demo;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Reason;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.Prover;
import dev.baton.core.screen.PlanScreen;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One upgrade, as a user would do it: planned on the cluster as it is, proved, started, followed to its end.
///
/// @param image  the cluster for which it was planned
/// @param plan   what is done
/// @param report what that costs, and how good it is
/// @param proof  that it keeps the laws
record UpgradeRun(ClusterImage image, Plan plan, PlanReport report, Proof.Holds proof) {

    /// A run that ended.
    ///
    /// @param view at its end
    record Ended(RunView view) {

        /// Returns from the first step to the end.
        Duration took() {
            return Duration.between(view.started(), view.ended().orElse(view.started()));
        }
    }

    /// Plans and proves an upgrade of the cluster as it is.
    ///
    /// @throws Failure with the screen or the reasons, if there is no plan or no proof
    static UpgradeRun plan(ClusterImage image, UpgradeSpec spec) {
        return switch (Planner.plan(image, spec)) {
            case Planning.Infeasible none -> throw new Failure(Exit.REFUSED,
                    new PlanScreen(image, Optional.empty(), Optional.empty(), "").text(spec, none));
            case Planning.Planned(var plan, var report) -> switch (Prover.prove(plan, image)) {
                case Proof.Holds holds -> new UpgradeRun(image, plan, report, holds);
                case Proof.Broken(var law, var at, _, var reasons, _) -> throw new Failure(Exit.REFUSED,
                        "the plan breaks law " + law.number() + ", " + law.name()
                                + at.map(step -> ", at " + step.step().describe()).orElse(", at the end") + ": "
                                + reasons.stream().map(Reason::text).collect(Collectors.joining(" ")));
                case Proof.Unproven(var what) -> throw new Failure(Exit.REFUSED, "the plan is unproven: " + what);
            };
        };
    }

    /// Returns how many outages a plan by another preset has; empty when there is none.
    static Optional<Integer> outagesOf(ClusterImage image, UpgradeSpec spec, Preset preset) {
        return switch (Planner.plan(image, spec.withPreset(preset))) {
            case Planning.Planned(_, var report) -> Optional.of(report.outages());
            case Planning.Infeasible _ -> Optional.empty();
        };
    }

    /// Returns by what people call the plan.
    String digest() {
        return PlanDocument.digest(plan);
    }

    /// Returns the plan as `baton plan` prints it.
    String screen() {
        Proof.Figures figures = proof.figures();
        return new PlanScreen(image, Optional.of(digest()), Optional.of(new PlanScreen.Proof("PROVED",
                figures.laws() + " laws, " + figures.states() + " states, every single node failure at each")), "")
                .text(plan.spec(), new Planning.Planned(plan, report));
    }

    /// Starts the plan and returns when the run has ended or waits for a person.
    ///
    /// @param progress takes a line when a stage begins and when it ends
    /// @throws Failure if the cluster refuses the plan, or no node answers for a minute
    Ended carryOut(ApiClient api, Consumer<String> progress) {
        Map<String, String> ids = switch (api.ask(new Request.StartRun(plan), UUID.randomUUID().toString(), false)) {
            case ApiClient.Reply.Accepted(var answer) -> answer.ids();
            case ApiClient.Reply.Refused(var problem) -> throw new Failure(Exit.REFUSED, problem.detail());
        };
        RunView view = new RunFollower(api, ids.getOrDefault("run", Api.LATEST), progress).follow();
        return new Ended(view);
    }
}
