package dev.baton.core.report;

import dev.baton.core.journal.Entry;
import dev.baton.core.plan.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run did when, and when it rested, read off its journal.
///
/// @param attempts at steps, in order
/// @param rests    when it waited for a person or a window, apart from stop points, which are steps
record Course(List<Attempt> attempts, List<RunReport.Span> rests) {

    /// Reads a journal.
    ///
    /// @param until when the run ended, or the time of the report
    static Course of(Recorded recorded, Instant until) {
        Reading reading = new Reading(recorded);
        recorded.journal().forEach(reading::take);
        reading.close(until, "left", "");
        reading.awake(until);
        return new Course(List.copyOf(reading.attempts), List.copyOf(reading.rests));
    }

    private static final class Reading {
        private final Recorded recorded;
        private final List<Attempt> attempts = new ArrayList<>();
        private final List<RunReport.Span> rests = new ArrayList<>();
        private int plan = 1;
        private Entry.@Nullable Began open;
        private @Nullable Instant resting;
        private boolean pausing;
        private Instant before = Instant.EPOCH;

        Reading(Recorded recorded) {
            this.recorded = recorded;
        }

        void take(Entry entry) {
            switch (entry) {
                case Entry.Began began -> begin(began);
                case Entry.Succeeded(var at, _, var detail) -> close(at, "done", detail);
                case Entry.Faulted(var at, _, var why) -> close(at, "failed", why);
                case Entry.Cut(var at, _, var why) -> close(at, "cut off", why);
                case Entry.Stopped(var at, _, _) -> rest(at);
                case Entry.PauseAsked(var at, _) -> {
                    pausing = true;
                    if (open == null) {
                        rest(at);
                    }
                }
                case Entry.Proposed(var at, _, var against) -> {
                    if (!against.isEmpty()) {
                        rest(at);
                    }
                }
                case Entry.Continued(var at, _) -> goOn(at);
                case Entry.AbortAsked(var at, _) -> goOn(at);
                case Entry.RollbackAsked(var at, _) -> goOn(at);
                case Entry.Replanned(var at, _, _) -> {
                    close(at, "left", "");
                    goOn(at);
                    plan++;
                }
                case Entry.Compensated(var at, _) -> awake(at);
                case Entry.Started _, Entry.Led _, Entry.Overtaken _, Entry.RolledBack _, Entry.Aborted _,
                        Entry.Finished _, Entry.Measured _, Entry.OutageSeen _,
                        Entry.ClientsWaited _ -> { }
            }
            before = entry.at();
        }

        private void begin(Entry.Began began) {
            Plan.Position position = position(began.step());
            boolean first = began.step() == 0 || position(began.step() - 1).stage().number()
                    != position.stage().number();
            boolean windowed = made().plan().spec().windows().isPresent();
            if (resting == null && windowed && first && began.attempt() == 1 && before.isAfter(Instant.EPOCH)) {
                resting = before;
            }
            awake(began.at());
            open = began;
        }

        private Recorded.Made made() {
            return recorded.plans().get(Math.min(plan, recorded.plans().size()) - 1);
        }

        private Plan.Position position(int step) {
            return made().plan().positions().get(step);
        }

        void close(Instant at, String ending, String said) {
            Entry.Began began = open;
            if (began != null) {
                attempts.add(new Attempt(plan, made(), position(began.step()), began.attempt(), began.at(), at, ending,
                        said));
                open = null;
                if (pausing) {
                    rest(at);
                }
            }
        }

        private void rest(Instant at) {
            resting = resting == null ? at : resting;
        }

        private void goOn(Instant at) {
            pausing = false;
            awake(at);
        }

        void awake(Instant at) {
            Optional.ofNullable(resting).filter(from -> Duration.between(from, at).isPositive())
                    .ifPresent(from -> rests.add(new RunReport.Span(from, at)));
            resting = null;
        }
    }
}
