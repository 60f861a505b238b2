package dev.baton.agent.lease;

import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Found;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.LeaseTimings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/// The heartbeat of one incarnation: a write that names the version it replaces, every H, one in flight.
///
/// Only a committed write counts. An attempt whose outcome is not known is looked up: if the entry holds this
/// incarnation and the number of one of its attempts, the lease counts from the send time of *that* attempt. If the
/// entry says dead, this incarnation is over; if it holds another incarnation, another daemon has this node.
final class Heart {

    /// What becomes of an incarnation.
    interface Fate {

        /// It takes part from now on.
        void entered();

        /// It did not get in; nothing of it is in the tree now.
        void notEntered();

        /// The leader declared it dead, or its entry is gone.
        void dead();

        /// Another incarnation has the node.
        void replaced(Heartbeat other);

        /// The lease runs longer than before.
        void beaten();
    }

    private record Longer(Duration leaseFor, Runnable then) {}

    private record Attempt(long seq, Instant sent, Duration leaseFor) {

        Instant end() {
            return sent.plus(leaseFor);
        }
    }

    private static final String BEAT = "heartbeat";
    private static final String LOOK = "heartbeat look";

    private final Desk desk;
    private final Standing standing;
    private final LeaseTimings timings;
    private final IntSupplier level;
    private final NodePath path;
    private final Fate fate;
    private final TreeMap<Long, Attempt> attempts = new TreeMap<>();
    private int version;
    private long seq;
    private boolean entered;
    private boolean inFlight;
    private boolean due;
    private boolean stopped;
    private Optional<Longer> longer = Optional.empty();

    /// @param level at which the cluster is now, in whose form heartbeats are written
    Heart(Desk desk, Standing standing, LeaseTimings timings, IntSupplier level, Fate fate) {
        this.desk = desk;
        this.standing = standing;
        this.timings = timings;
        this.level = level;
        this.path = Paths.heartbeat(standing.node());
        this.fate = fate;
    }

    /// Enters the cluster: the first heartbeat, in one transaction with what must be so for it.
    ///
    /// @param present the entry as it was read; empty when there is none
    void enter(Optional<Versioned> present, List<Op> with) {
        Attempt attempt = attempt();
        List<Op> ops = new ArrayList<>(with);
        ops.add(present.<Op>map(old -> new Op.SetData(path, content(attempt), old.version()))
                .orElseGet(() -> new Op.Create(path, content(attempt))));
        version = present.map(Versioned::version).orElse(-1);
        send(attempt, new Transaction(ops));
    }

    /// Takes leases of this length from the next heartbeat on, and has it sent as soon as may be.
    ///
    /// @param then comes once such a lease runs
    void takeLonger(Duration leaseFor, Runnable then) {
        longer = Optional.of(new Longer(leaseFor, then));
        beat();
    }

    /// Writes that this incarnation is over, so that nobody has to wait for the end of its lease. To be called when
    /// nothing is held. `then` comes in any case.
    void farewell(Runnable then) {
        stop();
        Heartbeat last = new Heartbeat(standing.incarnation(), standing.bootId(), ++seq, timings.lease(), true);
        desk.submit("farewell", Transaction.of(new Op.SetData(path, last.written(level.getAsInt()), version)),
                _ -> then.run());
    }

    /// Beats no more; answers still to come change nothing.
    void stop() {
        stopped = true;
        desk.cancelTimer(BEAT);
        desk.cancelTimer(LOOK);
    }

    private void beat() {
        if (stopped || !entered) {
            return;
        }
        if (inFlight) {
            due = true;
            return;
        }
        due = false;
        desk.timer(BEAT, timings.heartbeat(), this::beat);
        Attempt attempt = attempt();
        send(attempt, Transaction.of(new Op.SetData(path, content(attempt), version)));
    }

    private Attempt attempt() {
        Attempt attempt = new Attempt(++seq, desk.now(), longer.map(Longer::leaseFor).orElse(timings.lease()));
        attempts.put(attempt.seq(), attempt);
        return attempt;
    }

    private Bytes content(Attempt attempt) {
        return new Heartbeat(standing.incarnation(), standing.bootId(), attempt.seq(), attempt.leaseFor(), false)
                .written(level.getAsInt());
    }

    private void send(Attempt attempt, Transaction transaction) {
        inFlight = true;
        standing.beating();
        standing.lease().endBy(attempt.end());
        desk.submit(BEAT, transaction, written -> {
            if (stopped) {
                return;
            }
            switch (written) {
                case Written.Committed(var versions) -> committed(attempt, versions.getLast());
                case Written.Refused _, Written.Unclear _ -> look();
            }
        });
    }

    private void look() {
        desk.read(LOOK, path, found -> {
            if (stopped) {
                return;
            }
            switch (found) {
                case Found.Entry(var entry) -> judge(entry);
                case Found.Nothing() -> gone();
                case Found.Unclear() -> desk.timer(LOOK, pause(), this::look);
            }
        });
    }

    private void judge(Versioned entry) {
        Heartbeat now = parse(entry);
        Attempt mine = attempts.get(now.seq());
        boolean ours = now.incarnation() == standing.incarnation() && now.bootId().equals(standing.bootId());
        if (ours && now.dead()) {
            fate.dead();
        } else if (ours && mine != null) {
            committed(mine, entry.version());
        } else if (!entered) {
            fate.notEntered();
        } else if (ours || entry.version() < version) {
            again();
        } else {
            fate.replaced(now);
        }
    }

    private void gone() {
        if (entered) {
            fate.dead();
        } else {
            fate.notEntered();
        }
    }

    /// Nothing of this incarnation's open attempts is in the tree: the next one follows after a pause.
    private void again() {
        inFlight = false;
        standing.beats(version);
        desk.timer(BEAT, pause(), this::beat);
    }

    private void committed(Attempt attempt, int at) {
        inFlight = false;
        version = at;
        standing.beats(at);
        attempts.headMap(attempt.seq()).clear();
        standing.lease().runTo(attempt.end());
        if (!entered) {
            entered = true;
            desk.timer(BEAT, attempt.sent().plus(timings.heartbeat()), this::beat);
            fate.entered();
        } else {
            fate.beaten();
        }
        if (longer.isPresent() && attempt.leaseFor().equals(longer.get().leaseFor())) {
            stop();
            longer.get().then().run();
        } else if (due) {
            beat();
        }
    }

    private Duration pause() {
        return timings.heartbeat().dividedBy(4);
    }

    private Heartbeat parse(Versioned entry) {
        try {
            return Json.read(entry.data(), Heartbeat.class);
        } catch (Json.Malformed _) {
            return new Heartbeat(-1, "", -1, Duration.ZERO, false);
        }
    }
}
