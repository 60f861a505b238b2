package dev.baton.core.report;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/// What was done when, and for which jobs.
final class Works {

    private Works() {}

    static List<RunReport.Work> of(RunId run, Course course, Recorded recorded) {
        return course.attempts().stream().map(attempt -> new RunReport.Work(attempt.plan(), attempt.stage().number(),
                attempt.step().kindWord(), attempt.step().describe(), node(attempt.step()), group(attempt.step()),
                attempt.number(), attempt.began(), attempt.ended(), attempt.ending(), attempt.said(),
                jobs(run, attempt, recorded))).toList();
    }

    private static Optional<NodeId> node(Step step) {
        return step instanceof Step.OnNode on ? Optional.of(on.node()) : Optional.empty();
    }

    private static Optional<GroupId> group(Step step) {
        return step instanceof Step.OnGroup on ? Optional.of(on.group()) : Optional.empty();
    }

    /// Of a step that silences several users, one for each: their names go on after a hyphen.
    private static List<RunReport.JobDone> jobs(RunId run, Attempt attempt, Recorded recorded) {
        JobId name = JobId.of(run, attempt.plan(), attempt.position().index(), Integer.toString(attempt.number()));
        return recorded.jobs().stream().filter(job -> job.job().equals(name)
                        || job.job().value().startsWith(name + "-"))
                .map(job -> new RunReport.JobDone(job.job(), job.node(), job.outcome(), job.took(), job.output()))
                .toList();
    }

    static List<RunReport.OfNode> nodes(RunView view, Course course, Recorded recorded, Instant until) {
        SortedMap<NodeId, NodeImage> start = recorded.plans().getFirst().start().nodes();
        return view.nodes().stream().map(node -> new RunReport.OfNode(node.node(), before(start, node.node()),
                node.now(), out(node.node(), course, until))).toList();
    }

    private static SortedMap<ProductId, Version> before(SortedMap<NodeId, NodeImage> start, NodeId node) {
        NodeImage then = start.get(node);
        return then == null ? Collections.emptySortedMap() : then.facts().versions();
    }

    /// From when a hold of the run was there until it was released; at the latest until the run ended.
    private static List<RunReport.Span> out(NodeId node, Course course, Instant until) {
        List<RunReport.Span> spans = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        for (Attempt attempt : course.attempts()) {
            if (attempt.done() && attempt.step() instanceof Step.Hold(var held) && held.equals(node)) {
                since = since.or(() -> Optional.of(attempt.ended()));
            } else if (attempt.done() && attempt.step() instanceof Step.Release(var released)
                    && released.equals(node)) {
                since.ifPresent(from -> spans.add(new RunReport.Span(from, attempt.ended())));
                since = Optional.empty();
            }
        }
        since.ifPresent(from -> spans.add(new RunReport.Span(from, until)));
        return spans;
    }

    /// One for each stage that was begun, until the next one was.
    static List<RunReport.Phase> phases(Instant started, Instant until, Course course) {
        List<RunReport.Phase> phases = new ArrayList<>();
        Instant from = started;
        Optional<Attempt> stage = Optional.empty();
        for (Attempt attempt : course.attempts()) {
            if (stage.filter(one -> one.plan() == attempt.plan() && one.stage().equals(attempt.stage())).isEmpty()) {
                add(phases, from, attempt.began(), stage, course);
                from = stage.isEmpty() && phases.isEmpty() ? started : attempt.began();
                stage = Optional.of(attempt);
            }
        }
        add(phases, from, until, stage, course);
        return phases;
    }

    private static void add(List<RunReport.Phase> phases, Instant from, Instant to, Optional<Attempt> stage,
            Course course) {
        if (stage.isEmpty() && !Duration.between(from, to).isPositive()) {
            return;
        }
        Duration asleep = Spending.waits(from, to, course);
        boolean rests = asleep.multipliedBy(2).compareTo(Duration.between(from, to)) > 0;
        phases.add(new RunReport.Phase(from, to, stage.map(one -> (one.plan() == 1 ? "" : one.plan() + ".")
                + one.stage().number()).orElse(""), stage.map(one -> one.stage().title().replaceAll(" {2,}", " "))
                .orElse(""), rests));
    }
}
