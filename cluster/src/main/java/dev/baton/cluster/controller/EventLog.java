package dev.baton.cluster.controller;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.tree.EventRecord;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The cluster's history: segments of events, of which the newest [#SEGMENTS] are kept. Notes of committed writes wait
/// here (soft: a leader that dies takes them along) until the next turn appends them; the note of a request is appended
/// in the request's own transaction, since its key is what makes asking twice harmless.
final class EventLog {

    /// Eighty segments of up to [#FULL] characters: some thousands of events.
    private static final int SEGMENTS = 80;
    /// A segment is read and rewritten at each append: this keeps an append cheap.
    private static final int FULL = 4 * 1024;
    /// Bytes of what is appended to one segment; together with a segment that is not full it is well below what one
    /// entry may hold.
    private static final int PART_MAX = 32 * 1024;

    private final List<Note> waiting = new ArrayList<>();
    private final Map<String, Answer> answered = new HashMap<>();
    private long number;

    /// Reads what earlier leaders wrote; to be called once by a new leader.
    void recover(TreeMirror tree) {
        waiting.clear();
        answered.clear();
        number = 0;
        readKeys(tree);
    }

    /// Takes in the keys of requests that took effect, as far as the log has them and no answer is known here.
    void readKeys(TreeMirror tree) {
        tree.children(Paths.EVENTS).forEach(path -> tree.value(path, EventRecord.Segment.class)
                .ifPresent(segment -> segment.events().forEach(event -> {
                    number = Math.max(number, event.number());
                    event.key().ifPresent(key -> answered.putIfAbsent(key, repeated(event.text())));
                })));
    }

    /// Keeps notes until the next [#append].
    void keep(List<Note> notes) {
        waiting.addAll(notes);
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    private static Answer repeated(String text) {
        return new Answer.Accepted(List.of(text), new TreeMap<>(Map.of("repeated", "yes")));
    }

    /// Remembers the answer of a request that is committed.
    void answered(String key, Answer answer) {
        answered.put(key, answer);
    }

    /// Returns what a request of that key was answered before, in as many words as the log still has; empty when it
    /// never took effect.
    Optional<Answer> answerOf(String key) {
        return Optional.ofNullable(answered.get(key));
    }

    /// Returns the events that the waiting notes and these become, in order, and forgets the notes.
    List<EventRecord> take(Turn turn, List<Note> more) {
        waiting.addAll(more);
        List<EventRecord> events = new ArrayList<>();
        for (Note note : waiting) {
            number++;
            events.add(new EventRecord(number, turn.wallTime(), turn.self(), note.by(), note.subject(), note.text(),
                    note.key(), note.waiver().map(given -> new EventRecord.Overridden(given.rule(),
                    given.reason())), note.kind()));
        }
        waiting.clear();
        return events;
    }

    /// Returns the turn's writes and what appends the events as one: a request is one transaction, its events included,
    /// so that its key is in the log exactly when it took effect.
    Turn.Write inOne(Turn turn, List<EventRecord> events) {
        Turn.Write first = turn.writes().getFirst();
        List<Op> ops = new ArrayList<>(first.ops().subList(0, 1));
        turn.writes().forEach(write -> ops.addAll(write.ops().subList(1, write.ops().size())));
        ops.addAll(append(turn, events));
        return new Turn.Write(first.purpose(), ops, List.of());
    }

    /// Returns the operations that append the events. At most once per turn.
    List<Op> append(Turn turn, List<EventRecord> events) {
        List<NodePath> segments = turn.tree().children(Paths.EVENTS);
        List<Op> ops = new ArrayList<>();
        Optional<EventRecord.Segment> last = segments.isEmpty() ? Optional.empty()
                : turn.tree().value(segments.getLast(), EventRecord.Segment.class);
        List<EventRecord> all = new ArrayList<>(last.map(EventRecord.Segment::events).orElse(List.of()));
        Deque<List<EventRecord>> parts = parts(events);
        if (!segments.isEmpty() && Json.text(new EventRecord.Segment(all)).length() < FULL) {
            all.addAll(parts.isEmpty() ? List.of() : parts.removeFirst());
            ops.add(turn.set(segments.getLast(), new EventRecord.Segment(all)));
        } else if (parts.isEmpty()) {
            parts.add(List.of());
        }
        long next = segments.isEmpty() ? 0 : Long.parseLong(segments.getLast().name()) + 1;
        for (List<EventRecord> part : parts) {
            ops.add(turn.set(Paths.eventSegment(next++), new EventRecord.Segment(part)));
        }
        segments.stream().limit(parts.isEmpty() ? 0 : Math.max(0, segments.size() + parts.size() - SEGMENTS))
                .forEach(old -> ops.add(turn.delete(old)));
        return ops;
    }

    /// The events in order, in as many parts as it takes for each to be one entry: when hundreds of groups are placed
    /// in one turn, they are told in several.
    private static Deque<List<EventRecord>> parts(List<EventRecord> events) {
        Deque<List<EventRecord>> parts = new ArrayDeque<>();
        int length = 0;
        for (EventRecord event : events) {
            int more = Json.write(event).length() + 1;
            if (parts.isEmpty() || length + more > PART_MAX) {
                parts.add(new ArrayList<>());
                length = 0;
            }
            parts.getLast().add(event);
            length += more;
        }
        return parts;
    }
}
