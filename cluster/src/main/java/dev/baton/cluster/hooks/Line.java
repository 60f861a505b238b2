package dev.baton.cluster.hooks;

import dev.baton.cluster.api.EventView;
import dev.baton.core.model.Hook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The events that wait for one hook, in order; the first is tried until it is handed over or given up. Hooks do not
/// wait for each other.
final class Line {

    /// From then on the oldest that wait are dropped.
    static final int LONGEST = 100;
    /// Before the second attempt, the third, and the last.
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final String name;
    private final Deque<EventView> waiting = new ArrayDeque<>();
    private Hook hook;
    private Optional<Long> underWay = Optional.empty();
    private Optional<Instant> again = Optional.empty();
    private int attempts;
    private long delivered;
    private long failed;
    private long dropped;
    private long lately;

    Line(String name, Hook hook) {
        this.name = name;
        this.hook = hook;
    }

    /// The hook has another definition: it holds for what waits as well.
    void become(Hook changed) {
        hook = changed;
    }

    void add(EventView event, List<String> said) {
        if (!hook.wants(event.kind())) {
            return;
        }
        if (waiting.size() >= LONGEST) {
            drop(said);
        }
        waiting.add(event);
    }

    /// The first is under way, or has been tried: it stays.
    private void drop(List<String> said) {
        EventView first = waiting.remove();
        waiting.remove();
        waiting.addFirst(first);
        if (lately == 0) {
            said.add("hook " + name + " is " + LONGEST + " events behind: the oldest that wait are dropped");
        }
        dropped++;
        lately++;
    }

    /// Returns the attempt that is to begin now, under this id.
    Optional<Attempt> begin(long id, Instant bootTime) {
        if (waiting.isEmpty() || underWay.isPresent() || again.filter(bootTime::isBefore).isPresent()) {
            return Optional.empty();
        }
        again = Optional.empty();
        underWay = Optional.of(id);
        attempts++;
        return Optional.of(new Attempt(id, name, hook, waiting.element()));
    }

    boolean awaits(long id) {
        return underWay.filter(open -> open == id).isPresent();
    }

    void ended(Outcome outcome, Instant bootTime, List<String> said) {
        underWay = Optional.empty();
        switch (outcome) {
            case Outcome.Delivered _ -> {
                delivered++;
                done(said);
            }
            case Outcome.Failed(_, var retry) when retry && attempts <= PAUSES.size() ->
                    again = Optional.of(bootTime.plus(PAUSES.get(attempts - 1)));
            case Outcome.Failed(var why, _) -> {
                failed++;
                said.add("hook " + name + " was not told of event " + waiting.element().n() + " ("
                        + waiting.element().kind() + "), given up after " + attempts + (attempts == 1 ? " attempt: "
                        : " attempts: ") + why);
                done(said);
            }
        }
    }

    private void done(List<String> said) {
        waiting.remove();
        attempts = 0;
        if (waiting.isEmpty() && lately > 0) {
            said.add("hook " + name + " has caught up; " + lately + " events were dropped");
            lately = 0;
        }
    }

    /// Forgets what waits, and the attempt under way; what was counted stays.
    void forget() {
        waiting.clear();
        underWay = Optional.empty();
        again = Optional.empty();
        attempts = 0;
        lately = 0;
    }

    /// Returns the number of the first event that waits.
    Optional<Long> first() {
        return Optional.ofNullable(waiting.peek()).map(EventView::n);
    }

    Optional<Instant> again() {
        return again;
    }

    HookCounts counts() {
        return new HookCounts(delivered, failed, dropped, waiting.size());
    }
}
