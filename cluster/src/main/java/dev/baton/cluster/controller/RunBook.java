package dev.baton.cluster.controller;

import dev.baton.cluster.runner.Runner;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.RunRecord;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.journal.Entry;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.SavedPlan;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs as the tree has them: record, plan with the cluster it began on, journal. What does not change is read once.
final class RunBook {

    /// A segment is rewritten at each append; this keeps an append small.
    private static final int SEGMENT = 16_000;

    /// What is stored under a run's digest.
    ///
    /// @param start the cluster when the run was started
    record Document(Plan plan, ClusterImage start) {}

    /// A plan as the tree has it.
    ///
    /// @param digest    under which it is stored
    /// @param start     the cluster for which it was made
    /// @param announced what it says of its risks
    record Stored(String digest, Plan plan, ClusterImage start, Announcement announced) {}

    /// One run, read.
    ///
    /// @param plans    every plan of the run, oldest first; the last is carried out
    /// @param proposed the plan that may take its place
    record Run(RunRecord record, List<Stored> plans, Optional<Stored> proposed, RunState state) {

        /// Returns the plan that is carried out.
        Plan plan() {
            return plans.getLast().plan();
        }
    }

    /// @param plan its number
    private record Passed(int plan, int steps, Trace trace) {}

    /// A journal folded up to and with its last segment, as that was at `modified`.
    private record Folded(long modified, RunState state) {}

    private final Map<String, Stored> documents = new HashMap<>();
    private final Map<NodePath, Passed> passed = new HashMap<>();
    private final Map<NodePath, Folded> folded = new HashMap<>();

    /// Returns the run that is on.
    static Optional<RunRecord> active(TreeMirror tree) {
        return tree.children(Paths.RUNS).stream().flatMap(path -> tree.value(path, RunRecord.class).stream())
                .filter(record -> record.ended().isEmpty()).findFirst();
    }

    /// Returns every run, oldest first.
    static List<RunRecord> all(TreeMirror tree) {
        return tree.children(Paths.RUNS).stream().flatMap(path -> tree.value(path, RunRecord.class).stream())
                .sorted(java.util.Comparator.comparing(RunRecord::started)).toList();
    }

    /// Returns the run with its journal; empty when a piece of it is not there.
    Optional<Run> read(TreeMirror tree, RunRecord record) {
        Optional<Stored> first = document(tree, record.digest(), record.pieces());
        if (first.isEmpty()) {
            return Optional.empty();
        }
        Optional<RunState> folded = state(tree, record, first.get().plan().steps().size());
        if (folded.isEmpty()) {
            return Optional.empty();
        }
        RunState state = folded.get();
        List<Stored> plans = new ArrayList<>(List.of(first.get()));
        for (SavedPlan saved : later(state)) {
            Optional<Stored> read = document(tree, saved);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            plans.add(read.get());
        }
        Optional<Stored> proposed = state.proposal().flatMap(proposal -> document(tree, proposal.plan()));
        return Optional.of(new Run(record, plans, proposed, state));
    }

    /// The plans after the first, oldest first.
    private static List<SavedPlan> later(RunState state) {
        return Stream.concat(state.past().stream().map(RunState.Past::plan), Stream.of(state.plan()))
                .flatMap(Optional::stream).toList();
    }

    private Optional<RunState> state(TreeMirror tree, RunRecord record, int steps) {
        NodePath journal = Paths.journal(record.run());
        long modified = tree.children(journal).stream().flatMap(path -> tree.entry(path).stream())
                .mapToLong(Versioned::modified).max().orElse(0);
        Folded known = folded.get(journal);
        if (known == null || known.modified() != modified) {
            Optional<List<Entry>> entries = journal(tree, record.run());
            if (entries.isEmpty()) {
                return Optional.empty();
            }
            known = new Folded(modified, RunState.of(steps, entries.get()));
            folded.put(journal, known);
        }
        return Optional.of(known.state());
    }

    private Optional<Stored> document(TreeMirror tree, SavedPlan saved) {
        return document(tree, saved.digest(), saved.pieces());
    }

    private Optional<Stored> document(TreeMirror tree, String digest, int pieces) {
        Stored known = documents.get(digest);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<String> text = Blobs.text(tree, digest, pieces);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Document document = Json.read(text.get(), Document.class);
        Stored read = new Stored(digest, document.plan(), document.start(),
                Announcement.of(document.start(), document.plan()));
        documents.put(digest, read);
        return Optional.of(read);
    }

    /// Returns the whole journal, oldest first; empty while the mirror shows a segment and not yet the last change of
    /// the one before it.
    static Optional<List<Entry>> journal(TreeMirror tree, RunId run) {
        List<Entry> entries = new ArrayList<>();
        for (NodePath path : tree.children(Paths.journal(run))) {
            Optional<RunRecord.Segment> segment = tree.value(path, RunRecord.Segment.class);
            if (segment.filter(next -> next.before() == entries.size()).isEmpty()) {
                return Optional.empty();
            }
            entries.addAll(segment.get().entries());
        }
        return Optional.of(entries);
    }

    /// Returns what the laws know of the run: the steps that passed, as they were planned, in every plan.
    Trace trace(Run run) {
        NodePath path = Paths.run(run.record().run());
        int number = run.state().planNumber();
        int done = done(run.state().steps());
        Passed known = passed.get(path);
        if (known == null || known.plan() != number || known.steps() > done) {
            known = new Passed(number, 0, begin(run));
        }
        Trace trace = pass(known.trace(), run.plan(), known.steps(), done);
        passed.put(path, new Passed(number, done, trace));
        return trace;
    }

    /// What the laws know before the first step of the present plan.
    private Trace begin(Run run) {
        Stored first = run.plans().getFirst();
        Trace trace = Trace.begin(first.plan().spec(), first.announced(), first.start());
        for (int i = 0; i < run.state().past().size(); i++) {
            trace = pass(trace, run.plans().get(i).plan(), 0, done(run.state().past().get(i).steps()));
            Stored next = run.plans().get(i + 1);
            trace = trace.replanned(next.plan().spec(), next.announced(), next.start());
        }
        return trace;
    }

    private static Trace pass(Trace before, Plan plan, int from, int to) {
        Trace trace = before;
        for (Step step : plan.steps().subList(from, to)) {
            trace = Runner.passed(trace, step);
        }
        return trace;
    }

    private static int done(List<RunState.StepState> steps) {
        int done = 0;
        while (done < steps.size() && steps.get(done).status() instanceof StepStatus.Done) {
            done++;
        }
        return done;
    }

    /// Returns the operations that publish a run: its document, its first entries, and last its record.
    static List<Op> publish(Turn turn, RunRecord record, Blobs.Blob document, List<Entry> first) {
        List<Op> ops = Blobs.store(turn, document);
        ops.add(turn.set(Paths.run(record.run()), record));
        ops.add(turn.directory(Paths.journal(record.run())));
        ops.add(turn.set(Paths.journalSegment(record.run(), 0), new RunRecord.Segment(0, first)));
        return ops;
    }

    /// Returns the operations that append to the journal; the record says that the run has ended when the last entry
    /// ends it. At most once per turn.
    static List<Op> append(Turn turn, RunRecord record, List<Entry> entries) {
        List<NodePath> paths = turn.tree().children(Paths.journal(record.run()));
        RunRecord.Segment last = Optional.of(paths).filter(all -> !all.isEmpty())
                .flatMap(all -> turn.tree().value(all.getLast(), RunRecord.Segment.class))
                .orElse(new RunRecord.Segment(0, List.of()));
        List<Op> ops = new ArrayList<>();
        if (paths.isEmpty() || Json.text(last).length() > SEGMENT) {
            ops.add(turn.set(Paths.journalSegment(record.run(), paths.size()),
                    new RunRecord.Segment(last.before() + last.entries().size(), entries)));
        } else {
            List<Entry> all = new ArrayList<>(last.entries());
            all.addAll(entries);
            ops.add(turn.set(paths.getLast(), new RunRecord.Segment(last.before(), all)));
        }
        if (ends(entries.getLast())) {
            ops.add(turn.set(Paths.run(record.run()), record.endedAt(entries.getLast().at())));
        }
        return ops;
    }

    private static boolean ends(Entry entry) {
        return entry instanceof Entry.Finished || entry instanceof Entry.Aborted || entry instanceof Entry.RolledBack;
    }
}
