package dev.baton.cluster.hooks;

import dev.baton.cluster.api.EventView;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.HooksRecord;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Hook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Hands the events of the committed history to the hooks that want them, one after the other for each hook. How far
/// that is stands in the tree ([HooksRecord]), so that the next leader goes on there: an event may then be handed over
/// twice, and is lost only where it was given up, dropped, or older than [#OLDEST] before anybody led again.
///
/// Used by the leader's controller only, on the daemon's loop.
public final class Deliveries {

    /// What is told later than this is no news: people have looked by then.
    static final Duration OLDEST = Duration.ofHours(1);
    /// So many events may be handed over again by the next leader while others wait: saves a write for each.
    private static final int UNSETTLED = 20;

    private final SortedMap<String, Line> lines = new TreeMap<>();
    private final List<String> said = new ArrayList<>();
    private Optional<Long> seen = Optional.empty();
    private long attempts;

    /// Takes in what is new in the history and how the hooks are defined. The mirror must show every write of this
    /// leader that is committed.
    public void look(TreeMirror tree, Instant wallTime) {
        SortedMap<String, Hook> hooks = tree.image().settings().watching().hooks();
        lines.keySet().retainAll(hooks.keySet());
        hooks.forEach((name, hook) -> lines.computeIfAbsent(name, _ -> new Line(name, hook)).become(hook));
        long after = seen.orElseGet(() -> hooks.isEmpty() ? last(tree) : recorded(tree).orElseGet(() -> last(tree)));
        List<EventRecord> fresh = since(tree, after);
        seen = Optional.of(fresh.isEmpty() ? after : fresh.getLast().number());
        if (!lines.isEmpty()) {
            fresh.stream().filter(event -> event.at().plus(OLDEST).isAfter(wallTime)).map(EventView::of)
                    .forEach(event -> lines.values().forEach(line -> line.add(event, said)));
        }
    }

    private static Optional<Long> recorded(TreeMirror tree) {
        return tree.value(Paths.HOOKS, HooksRecord.class).map(HooksRecord::settled);
    }

    private static long last(TreeMirror tree) {
        return tree.children(Paths.EVENTS).reversed().stream().map(path -> events(tree, path))
                .filter(events -> !events.isEmpty()).findFirst().map(events -> events.getLast().number()).orElse(0L);
    }

    private static List<EventRecord> since(TreeMirror tree, long after) {
        List<EventRecord> found = new ArrayList<>();
        for (NodePath path : tree.children(Paths.EVENTS).reversed()) {
            List<EventRecord> events = events(tree, path);
            found.addAll(events.reversed().stream().filter(event -> event.number() > after).toList());
            if (!events.isEmpty() && events.getFirst().number() <= after) {
                break;
            }
        }
        Collections.reverse(found);
        return found;
    }

    private static List<EventRecord> events(TreeMirror tree, NodePath path) {
        return tree.value(path, EventRecord.Segment.class).map(EventRecord.Segment::events).orElse(List.of());
    }

    /// Returns the attempts that are to begin now; each is answered once by [#ended].
    public List<Attempt> begin(Instant bootTime) {
        List<Attempt> begun = new ArrayList<>();
        lines.values().forEach(line -> line.begin(attempts + 1, bootTime).ifPresent(attempt -> {
            attempts++;
            begun.add(attempt);
        }));
        return begun;
    }

    /// Takes in what became of an attempt; of one that nobody waits for any more, nothing.
    public void ended(long attempt, Outcome outcome, Instant bootTime) {
        lines.values().stream().filter(line -> line.awaits(attempt)).findFirst()
                .ifPresent(line -> line.ended(outcome, bootTime, said));
    }

    /// Returns the record that is to be written, when it is worth a write.
    public Optional<HooksRecord> record(TreeMirror tree) {
        if (lines.isEmpty() || seen.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> waits = lines.values().stream().flatMap(line -> line.first().stream()).min(Long::compare);
        long settled = waits.map(first -> first - 1).orElse(seen.get());
        long known = recorded(tree).orElse(-1L);
        return settled > known && (waits.isEmpty() || settled >= known + UNSETTLED)
                ? Optional.of(new HooksRecord(settled)) : Optional.empty();
    }

    /// Returns when the next attempt is due again, on the boot-time clock.
    public Optional<Instant> next() {
        return lines.values().stream().flatMap(line -> line.again().stream()).min(Instant::compareTo);
    }

    /// Returns sentences for the daemon's log since the last call.
    public List<String> said() {
        List<String> all = List.copyOf(said);
        said.clear();
        return all;
    }

    /// Another leads: what waits is the next leader's.
    public void forget() {
        seen = Optional.empty();
        lines.values().forEach(Line::forget);
    }

    /// Returns what was counted for each hook.
    public SortedMap<String, HookCounts> counts() {
        TreeMap<String, HookCounts> counts = new TreeMap<>();
        lines.forEach((name, line) -> counts.put(name, line.counts()));
        return counts;
    }
}
