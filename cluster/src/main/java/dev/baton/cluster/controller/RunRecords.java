package dev.baton.cluster.controller;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.JobResult;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.model.NodeId;
import dev.baton.core.report.Recorded;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/// What a run left behind, gathered from the tree.
final class RunRecords {

    private RunRecords() {}

    /// @param name by which people know a plan
    static Recorded of(TreeMirror tree, RunBook.Run run, List<Entry> journal, Function<RunBook.Stored, String> name) {
        return new Recorded(run.plans().stream().map(plan -> new Recorded.Made(name.apply(plan), plan.plan(),
                plan.start())).toList(), journal, events(tree, run), jobs(tree, run));
    }

    private static List<Recorded.Happening> events(TreeMirror tree, RunBook.Run run) {
        return tree.children(Paths.EVENTS).stream().flatMap(path -> tree.value(path, EventRecord.Segment.class)
                        .stream()).flatMap(segment -> segment.events().stream())
                .filter(event -> !event.at().isBefore(run.record().started())
                        && run.record().ended().filter(event.at()::isAfter).isEmpty())
                .map(event -> new Recorded.Happening(event.at(), event.by(), event.subject(), event.text(),
                        event.kind(), event.overridden().map(given -> new Recorded.Waived(given.rule(),
                                given.reason())))).toList();
    }

    /// Of nodes that left meanwhile nothing is there any more.
    private static List<Recorded.Job> jobs(TreeMirror tree, RunBook.Run run) {
        TreeSet<NodeId> nodes = new TreeSet<>(tree.image().nodes().keySet());
        run.plans().forEach(plan -> nodes.addAll(plan.start().nodes().keySet()));
        String prefix = run.record().run() + ".";
        return nodes.stream().flatMap(node -> tree.children(Paths.results(node)).stream()
                .filter(path -> path.name().startsWith(prefix)).flatMap(path -> job(tree, node, path))).toList();
    }

    private static Stream<Recorded.Job> job(TreeMirror tree, NodeId node, NodePath path) {
        return tree.value(path, JobResult.class).stream().map(result -> new Recorded.Job(result.job(), node,
                result.outcome().name().toLowerCase(Locale.ROOT), result.output(), result.took()));
    }
}
