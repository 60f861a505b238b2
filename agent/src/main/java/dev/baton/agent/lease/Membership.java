package dev.baton.agent.lease;

import dev.baton.agent.host.HeldKey;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.loop.AgentEffect.End;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Found;
import dev.baton.coordination.Op;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the agent gets in, stays in and gets out.
///
/// At its beginning it reads its node's heartbeat. An entry of this boot, not dead, under a lease that still runs,
/// means that what is held here is still ours: the new incarnation takes its place by compare-and-set, and nothing
/// stops. Otherwise everything held is cleared, the machine is probed, and only then does the new incarnation enter. An
/// incarnation's number is written to the local journal before it is used, so that no two lives of an agent share one.
public final class Membership implements Heart.Fate {

    private static final String TIMER = "membership";
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_LEFTOVERS = Duration.ofSeconds(2);
    private static final String LIFE = "life ";

    private enum Phase { LOOKING, CLEARING, WAITING, PROBING, ENTERING, MEMBER, ENDING }

    private final Desk desk;
    private final TreeMirror mirror;
    private final Inside inside;
    private final LeaseTimings timings;
    private final Admission admission;
    private final Standing standing;
    private Phase phase = Phase.LOOKING;
    private Optional<Versioned> present = Optional.empty();
    private Optional<Heart> heart = Optional.empty();
    private boolean adopting;
    private boolean clean;
    private boolean hasLapsed;
    private long lives;
    private String obstacle = "";

    /// Makes the membership of an agent whose machine has begun.
    public Membership(Desk desk, TreeMirror mirror, Inside inside, NodeId node, LeaseTimings timings, LevelRange levels,
            HostEvent.Began began) {
        this.desk = desk;
        this.mirror = mirror;
        this.inside = inside;
        this.timings = timings;
        Lease lease = new Lease(desk, timings.margin(), began.deadline().orElse(Instant.EPOCH), this::lapsed);
        this.standing = new Standing(node, began.bootId(), lease);
        this.admission = new Admission(mirror, node, levels);
        began.journal().stream().filter(line -> line.startsWith(LIFE))
                .forEach(line -> lives = Math.max(lives, Long.parseLong(line.substring(LIFE.length()))));
    }

    /// Returns what the other parts of the agent ask.
    public Standing standing() {
        return standing;
    }

    /// Begins to get in.
    public void begin() {
        look();
    }

    /// Looks again at what it waits for; to be called when a mirror has changed.
    public void review() {
        if (phase == Phase.WAITING) {
            prepare();
        } else if (phase == Phase.MEMBER && standing.member() && !standing.leaving() && !admission.defined()) {
            desk.say(Weight.NOTICE, standing.node() + " is no member any more: the cluster does not define it");
            leave();
        }
    }

    /// Gets out for good, once nothing is held; the other parts let go of their own accord, see [#released].
    public void leave() {
        if (phase == Phase.ENDING) {
            return;
        }
        standing.leave();
        if (phase != Phase.MEMBER) {
            phase = Phase.ENDING;
            heart.ifPresent(Heart::stop);
            standing.lease().endNow();
            clearAll(() -> desk.end(End.LEFT, standing.node() + " left before it had joined"));
        }
    }

    /// Everything was stopped and every claim is released, as [Standing#leaving] asked.
    public void released() {
        if (phase == Phase.MEMBER && standing.leaving()) {
            phase = Phase.ENDING;
            standing.out();
            standing.lease().endNow();
            heart.ifPresent(h -> h.farewell(() -> desk.end(End.LEFT, standing.node() + " left; nothing runs on it")));
        }
    }

    /// Takes a longer lease and ends without stopping anything.
    public void restart(Duration leaseFor) {
        if (phase == Phase.MEMBER) {
            desk.say(Weight.NOTICE, standing.node() + " restarts its batond: should the machine be lost meanwhile, its"
                    + " groups fail over up to " + leaseFor.toSeconds() + " s later than otherwise");
            heart.ifPresent(h -> h.takeLonger(leaseFor, () -> restarting("what runs here goes on")));
        } else if (phase != Phase.ENDING) {
            restarting("it had not joined");
        }
    }

    private void restarting(String what) {
        phase = Phase.ENDING;
        desk.end(End.RESTARTING, standing.node() + " restarts its batond; " + what);
    }

    private void look() {
        phase = Phase.LOOKING;
        desk.read("own heartbeat", Paths.heartbeat(standing.node()), found -> {
            if (phase != Phase.LOOKING) {
                return;
            }
            switch (found) {
                case Found.Entry(var entry) -> decide(Optional.of(entry));
                case Found.Nothing() -> decide(Optional.empty());
                case Found.Unclear() -> desk.timer(TIMER, PAUSE, this::look);
            }
        });
    }

    private void decide(Optional<Versioned> found) {
        boolean unread = found.isPresent() && beat(found).isEmpty() && !inside.informed();
        if (unread) {
            // The form of a level that this build may not speak: what is held stays until that is known.
            desk.timer(TIMER, PAUSE, this::look);
            return;
        }
        if (refused()) {
            return;
        }
        present = found;
        adopting = !clean && standing.lease().runs()
                && beat(found).filter(b -> b.bootId().equals(standing.bootId()) && !b.dead()).isPresent();
        if (adopting || clean) {
            phase = Phase.WAITING;
            prepare();
        } else {
            startAnew();
        }
    }

    private void startAnew() {
        adopting = false;
        phase = Phase.CLEARING;
        standing.lease().endNow();
        clearAll(() -> {
            if (phase == Phase.CLEARING) {
                phase = Phase.WAITING;
                prepare();
            }
        });
    }

    private void prepare() {
        if (!inside.informed() || refused()) {
            return;
        }
        if (adopting && !standing.lease().runs()) {
            startAnew();
        } else if (!adopting && !clean) {
            phase = Phase.PROBING;
            inside.probe(() -> {
                if (phase == Phase.PROBING) {
                    clean = true;
                    look();
                }
            });
        } else if (mayEnter()) {
            enter();
        }
    }

    /// A build that the cluster has gone past, or that has gone past the cluster, touches nothing.
    private boolean refused() {
        Optional<String> why = inside.informed() ? admission.refusal() : Optional.empty();
        why.ifPresent(text -> {
            phase = Phase.ENDING;
            desk.say(Weight.WARNING, standing.node() + " is refused by the cluster: " + text);
            desk.end(End.REFUSED, text);
        });
        return why.isPresent();
    }

    private boolean mayEnter() {
        String why = admission.obstacle().orElse("");
        if (!why.equals(obstacle) && !why.isEmpty()) {
            desk.say(Weight.WARNING, standing.node() + " does not join: " + why);
        }
        obstacle = why;
        return why.isEmpty();
    }

    private void enter() {
        phase = Phase.ENTERING;
        long life = Math.max(lives, beat(present).map(Heartbeat::incarnation).orElse(0L)) + 1;
        lives = life;
        // Before the line is durable the level may be another: what was looked at is what the join checks.
        List<Op> conditions = admission.conditions(inside.facts(), adopting);
        desk.append(LIFE + life, () -> {
            if (phase == Phase.ENTERING && lives == life) {
                standing.is(life);
                Heart fresh = new Heart(desk, standing, timings, () -> mirror.image().level(), this);
                heart = Optional.of(fresh);
                fresh.enter(present, conditions);
            }
        });
    }

    @Override
    public void entered() {
        phase = Phase.MEMBER;
        clean = false;
        hasLapsed = !standing.lease().runs();
        look(standing.incarnation());
    }

    /// Before the first decision everything is seen that was committed before this life: a claim of an earlier life may
    /// be another node's by now, at the same version. From here on nobody takes a claim of this node away.
    private void look(long life) {
        desk.sync("join", synced -> {
            if (phase != Phase.MEMBER || standing.incarnation() != life) {
                return;
            }
            if (synced) {
                joined();
            } else {
                desk.timer(TIMER, PAUSE, () -> look(life));
            }
        });
    }

    private void joined() {
        standing.joined();
        desk.say(Weight.NOTICE, standing.node() + " joined as incarnation " + standing.incarnation()
                + (adopting ? " and goes on with what runs here" : ""));
        inside.joined(adopting);
    }

    @Override
    public void notEntered() {
        heart.ifPresent(Heart::stop);
        if (phase == Phase.ENTERING) {
            desk.timer(TIMER, PAUSE, this::look);
        }
    }

    @Override
    public void beaten() {
        if (hasLapsed && standing.lease().runs()) {
            hasLapsed = false;
            inside.prolonged();
        }
    }

    @Override
    public void dead() {
        heart.ifPresent(Heart::stop);
        standing.out();
        inside.abandoned();
        desk.say(Weight.WARNING, standing.node()
                + " was declared dead: everything on it is stopped before it joins again");
        if (standing.leaving()) {
            phase = Phase.ENDING;
            standing.lease().endNow();
            clearAll(() -> desk.end(End.LEFT, standing.node() + " left; nothing runs on it"));
        } else {
            startAnew();
        }
    }

    @Override
    public void replaced(Heartbeat other) {
        heart.ifPresent(Heart::stop);
        standing.out();
        phase = Phase.ENDING;
        inside.abandoned();
        desk.end(End.REPLACED, "another batond took over " + standing.node() + " as incarnation "
                + other.incarnation());
    }

    /// Until this life has joined, only membership knows what an earlier one left, and stops it.
    private void lapsed() {
        boolean left = adopting ? !standing.member() : phase == Phase.LOOKING && !clean;
        if (left && phase != Phase.ENDING) {
            heart.ifPresent(Heart::stop);
            startAnew();
        } else if (phase == Phase.MEMBER) {
            desk.say(Weight.WARNING, "the lease of " + standing.node()
                    + " ended: no heartbeat was committed in time; everything on it is stopped");
            hasLapsed = true;
            inside.lapsed();
        }
    }

    private void clearAll(Runnable then) {
        List<HeldKey> keys = List.copyOf(desk.held());
        if (keys.isEmpty()) {
            then.run();
            return;
        }
        int[] open = {keys.size()};
        for (HeldKey key : keys) {
            desk.clear(key, left -> {
                left.ifPresent(what -> desk.say(Weight.WARNING, key + " could not be stopped: " + what));
                if (--open[0] == 0) {
                    if (desk.held().isEmpty()) {
                        then.run();
                    } else {
                        desk.timer("leftovers", PAUSE_AFTER_LEFTOVERS, () -> clearAll(then));
                    }
                }
            });
        }
    }

    private static Optional<Heartbeat> beat(Optional<Versioned> entry) {
        try {
            return entry.map(e -> Json.read(e.data(), Heartbeat.class));
        } catch (Json.Malformed _) {
            return Optional.empty();
        }
    }
}
