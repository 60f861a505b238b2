package dev.baton.agent;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.jobs.Jobs;
import dev.baton.agent.lease.Inside;
import dev.baton.agent.lease.Membership;
import dev.baton.agent.loop.AgentEffect;
import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.ownership.Groups;
import dev.baton.agent.ownership.Site;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeFacts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The agent of one node: keeps its lease, owns groups, runs their resources and carries out jobs, as the tree asks.
///
/// Not thread-safe: lives on its daemon's loop.
public final class Agent {

    private final AgentSettings settings;
    private final Desk desk = new Desk();
    private final TreeMirror mirror = new TreeMirror();
    private Optional<Life> life = Optional.empty();
    private boolean ended;

    /// Makes an agent that waits for its machine's `Began`.
    public Agent(AgentSettings settings) {
        this.settings = settings;
    }

    /// Returns whose agent this is, and how it was set up.
    public AgentSettings settings() {
        return settings;
    }

    /// Returns the tree as this agent mirrors it: what it acts on.
    public TreeMirror tree() {
        return mirror;
    }

    /// Takes in one event and returns what is to be done, in that order. Events before the machine's `Began` and after
    /// the effect `Ended` lead to nothing.
    ///
    /// @param bootTime the time since the machine booted, read no later than the event is handed over
    public List<AgentEffect> on(AgentEvent event, Instant bootTime) {
        if (ended) {
            return List.of();
        }
        desk.begin(bootTime);
        switch (event) {
            case AgentEvent.FromHost(HostEvent.Began began) -> life = Optional.of(new Life(began));
            case AgentEvent.FromHost(var told) -> life.ifPresent(l -> l.on(told));
            case AgentEvent.FromCoordination(var told) -> life.ifPresent(l -> l.on(told));
            case AgentEvent.Leave() -> life.ifPresent(Life::leave);
            case AgentEvent.Restart() -> life.ifPresent(l -> l.membership.restart(settings.restartLease()));
        }
        life.ifPresent(Life::settle);
        List<AgentEffect> effects = desk.take();
        ended = effects.stream().anyMatch(effect -> effect instanceof AgentEffect.Ended);
        return effects;
    }

    /// From the machine's `Began` on: the parts, and who hears of what.
    private final class Life implements Inside {

        private final HostEvent.Began began;
        private final TreeSet<NodePath> unseen;
        private final TreeSet<GroupId> changed = new TreeSet<>();
        private final Membership membership;
        private final Facts facts;
        private final Jobs jobs;
        private final Groups groups;

        Life(HostEvent.Began began) {
            this.began = began;
            began.held().keySet().forEach(desk::found);
            membership = new Membership(desk, mirror, this, settings.node(), settings.timings(), settings.levels(),
                    began);
            facts = new Facts(desk, mirror, membership.standing(), settings.levels(), settings.api(),
                    began.protection(), this::everythingChanged);
            jobs = new Jobs(desk, mirror, membership.standing(), facts, began.journal());
            groups = new Groups(new Site(desk, mirror, membership.standing(), facts, jobs, changed::add), changed);
            unseen = new TreeSet<>(List.of(Paths.CLUSTER, Paths.LEVEL, Paths.KINDS, Paths.NODES, Paths.GROUPS,
                    Paths.CLAIMS, Paths.jobs(settings.node()), Paths.results(settings.node())));
            jobs.under(groups);
            unseen.forEach(desk::mirror);
            membership.begin();
        }

        void on(HostEvent event) {
            switch (event) {
                case HostEvent.HeldExited(var key, int status, String output) -> {
                    groups.exited(key, status, output);
                    jobs.exited(key, status, output);
                }
                case HostEvent.GuardLost(String reason) -> {
                    desk.say(Weight.WARNING, settings.node() + " has lost its guard and takes no more groups: "
                            + reason);
                    membership.standing().unguarded();
                }
                case HostEvent.WatchdogArmed(var device) -> {
                    desk.say(device.isPresent() ? Weight.NOTICE : Weight.WARNING, settings.node() + device.map(armed ->
                            " is reset by " + armed.device() + " should its guard fail").orElse(
                                    " has no watchdog any more that would reset it should its guard fail"));
                    facts.watchdog(device);
                }
                case HostEvent.Began _, HostEvent.Launched _, HostEvent.LaunchFailed _, HostEvent.Cleared _,
                        HostEvent.RunEnded _, HostEvent.EarlierEnded _, HostEvent.Appended _,
                        HostEvent.TimerFired _ -> desk.answer(event);
            }
        }

        void on(CoordinationEvent event) {
            mirror.on(event);
            switch (event) {
                case CoordinationEvent.Snapshot(var subtree, _) -> {
                    unseen.remove(subtree);
                    everythingChanged();
                }
                case CoordinationEvent.Changed(var path, _) -> changed(path);
                case CoordinationEvent.Gone(var path) -> changed(path);
                case CoordinationEvent.Stale _, CoordinationEvent.Elected _, CoordinationEvent.Deposed _ -> { }
                case CoordinationEvent.Done _, CoordinationEvent.Refused _, CoordinationEvent.Unknown _,
                        CoordinationEvent.ReadDone _ -> desk.answer(event);
            }
        }

        private void changed(NodePath path) {
            if (path.isWithin(Paths.GROUPS) || path.isWithin(Paths.CLAIMS)) {
                groups.changed(path);
                jobs.changed(path);
            } else if (path.isWithin(Paths.jobs(settings.node())) || path.isWithin(Paths.results(settings.node()))) {
                jobs.review();
            } else if (path.isWithin(Paths.node(settings.node())) || !path.isWithin(Paths.NODES)) {
                everythingChanged();
            }
        }

        private void everythingChanged() {
            membership.review();
            if (membership.standing().member()) {
                facts.review();
                jobs.review();
                jobs.reviewClients();
                groups.reviewAll();
            }
        }

        void leave() {
            membership.leave();
            if (membership.standing().member()) {
                groups.reviewAll();
            }
        }

        /// After every event: what changed is looked at, and who is leaving learns when nothing is left.
        void settle() {
            groups.review();
            if (membership.standing().member() && membership.standing().leaving() && desk.held().isEmpty()
                    && (groups.bound().isEmpty() || !membership.standing().lease().runs())) {
                membership.released();
            }
        }

        @Override
        public boolean informed() {
            return unseen.isEmpty();
        }

        @Override
        public void probe(Runnable then) {
            facts.probe(() -> groups.probe(then));
        }

        @Override
        public NodeFacts facts() {
            return facts.now();
        }

        @Override
        public void joined(boolean adopted) {
            if (adopted) {
                groups.adopt(began.held());
                facts.probe(() -> { });
            }
            everythingChanged();
        }

        @Override
        public void prolonged() {
            groups.reviewAll();
        }

        @Override
        public void lapsed() {
            groups.lapsed();
            jobs.lapsed();
        }

        @Override
        public void abandoned() {
            groups.abandon();
            jobs.lapsed();
        }
    }
}
