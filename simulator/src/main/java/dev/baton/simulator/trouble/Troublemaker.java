package dev.baton.simulator.trouble;

import dev.baton.coordination.Transaction;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Paths;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.simulator.trouble.Trouble.OfCommands;
import dev.baton.simulator.trouble.Trouble.OfMachine;
import dev.baton.simulator.trouble.Trouble.OfNetwork;
import dev.baton.simulator.trouble.Trouble.OfPeople;
import dev.baton.simulator.trouble.Trouble.OfStorms;
import dev.baton.simulator.trouble.Trouble.OfUnmanaging;
import dev.baton.simulator.world.Cluster;
import dev.baton.simulator.world.Machine;
import dev.baton.simulator.world.Watcher;
import dev.baton.simulator.world.Wire;
import dev.baton.simulator.world.Workshop.Misbehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Does to the world what goes wrong, each at its time, and ends it at its time; at the end everything is well.
public final class Troublemaker implements Watcher {

    private static final Duration FLAP_EVERY = Duration.ofMillis(1_300);
    /// By then a node knows that it cannot stop what it was to stop.
    private static final Duration STUCK = Duration.ofSeconds(14);
    /// By then a node knows that it is to give a group up.
    private static final Duration BLIND = Duration.ofMillis(80);
    private static final String CONVERT = "convert";
    /// In nanoseconds.
    private static final long SLOW = 300_000_000L;

    private final Cluster cluster;
    private final List<Trouble> troubles;
    private final Consumer<Trouble> noted;
    private final Supplier<String> step;
    private final List<Trouble> waiting = new ArrayList<>();
    private Optional<Trouble> deadly = Optional.empty();
    private boolean over;

    /// @param noted told of each trouble when it begins
    /// @param step  says in the middle of which kind of step a run is; empty when there is none
    public Troublemaker(Cluster cluster, List<Trouble> troubles, Consumer<Trouble> noted, Supplier<String> step) {
        this.step = step;
        this.cluster = cluster;
        this.troubles = List.copyOf(troubles);
        this.noted = noted;
    }

    /// Lets everything come, counted from now.
    public void begin() {
        for (Trouble trouble : troubles) {
            cluster.time().after(trouble.at(), () -> {
                waiting.add(trouble);
                come();
            });
        }
    }

    /// The journal of a run grows: what waits for its kind of step comes now.
    @Override
    public void committed(Transaction transaction) {
        if (!waiting.isEmpty() && transaction.ops().stream().anyMatch(op -> op.path().isWithin(Paths.RUNS))) {
            cluster.time().afterNanos(0, this::come);
        }
    }

    private void come() {
        String now = step.get();
        List<Trouble> due = waiting.stream().filter(trouble -> trouble.during().map(now::equals).orElse(true)).toList();
        waiting.removeAll(due);
        due.stream().filter(_ -> !over).forEach(trouble -> {
            cluster.trace().elsewhere(() -> "TROUBLE " + trouble.number() + " " + trouble.kind() + " "
                    + trouble.node());
            noted.accept(trouble);
            go(trouble, cluster.machine(trouble.node()));
        });
    }

    /// Returns for how long troubles may go on.
    public Duration lasts() {
        return troubles.stream().map(trouble -> trouble.during().map(_ -> Troubles.SPAN)
                        .orElse(trouble.at()).plus(trouble.lasts())).max(Duration::compareTo)
                .orElse(Duration.ZERO).plusMillis(1);
    }

    private void go(Trouble trouble, Machine machine) {
        switch (trouble.kind()) {
            case OfMachine kind -> machine(kind, trouble, machine);
            case OfNetwork kind -> network(kind, trouble, new ArrayList<>(machine.wires()));
            case OfCommands kind -> {
                Misbehaviour how = Misbehaviour.valueOf(kind.name());
                cluster.workshop().misbehave(trouble.node(), how);
                after(trouble, () -> cluster.workshop().behave(trouble.node(), how));
            }
            case OfPeople kind -> ask(kind, trouble);
            case OfUnmanaging.ASK_UNMANAGE -> {
                GroupId group = group(trouble);
                ask(new Request.UnmanageGroup(group, Optional.of("a person looks")));
                after(trouble, () -> ask(new Request.ManageGroup(group)));
            }
            case OfStorms.ASK_CLOSE -> closeBehind(trouble, machine);
            case OfStorms.RETURNS_BLIND -> returnsBlind(trouble, machine);
            case OfStorms.STUCK_AND_DEAD -> stuckAndDead(trouble, machine);
            case OfStorms.CONVERTS_AND_DIES -> deadly = Optional.of(trouble);
            case OfStorms.UNHEARD_HEIR -> unheardHeir(trouble, machine);
        }
    }

    /// The next conversion costs its machine: while it changes the data.
    @Override
    public void begins(NodeId node, String command, SortedMap<String, String> environment) {
        if (command.equals(CONVERT)) {
            deadly.filter(trouble -> trouble.detail() % 2 == 0).ifPresent(trouble -> soon(
                    Duration.ofMillis(trouble.detail()), () -> dies(trouble, cluster.machine(node))));
        }
    }

    /// Or as soon as it has changed it.
    @Override
    public void ends(NodeId node, String command, SortedMap<String, String> environment) {
        if (command.equals(CONVERT)) {
            deadly.ifPresent(trouble -> dies(trouble, cluster.machine(node)));
        }
    }

    private void dies(Trouble trouble, Machine machine) {
        if (!over && deadly.isPresent()) {
            deadly = Optional.empty();
            machine(OfMachine.MACHINE_OFF, trouble, machine);
        }
    }

    private void unheardHeir(Trouble trouble, Machine machine) {
        for (NodeId other : cluster.machines().keySet()) {
            if (!other.equals(trouble.node())) {
                ask(new Request.PauseNode(other, "a person"));
                after(trouble, () -> ask(new Request.ResumeNode(other)));
            }
        }
        ask(OfPeople.ASK_MOVE, trouble);
        List<Wire> wires = new ArrayList<>(machine.wires());
        soon(Duration.ofMillis(trouble.detail() / 3), () -> wires.forEach(wire -> wire.cut(true, false)));
        after(trouble, () -> wires.forEach(Wire::mend));
    }

    private void closeBehind(Trouble trouble, Machine machine) {
        List<Wire> wires = new ArrayList<>(machine.wires());
        wires.forEach(wire -> wire.slow(SLOW));
        after(trouble, () -> wires.forEach(wire -> wire.slow(0)));
        ask(OfPeople.ASK_MOVE, trouble);
        cluster.time().after(Duration.ofMillis(20 + trouble.detail() / 2), () -> ask(new Request.BeginMaintenance(
                new TreeSet<>(Set.of(trouble.node())), "a person", trouble.lasts().plusSeconds(1))));
    }

    private void stuckAndDead(Trouble trouble, Machine machine) {
        machine.host().unkillable(true);
        moveAway(trouble);
        Duration dead = STUCK.plus(cluster.scene().timings().lease()).plusSeconds(5);
        soon(STUCK, () -> machine.freezeAfter(0));
        soon(dead, () -> {
            machine.thaw();
            machine.host().unkillable(false);
        });
    }

    private void moveAway(Trouble trouble) {
        cluster.image().ownedBy(trouble.node()).stream().findFirst().ifPresent(group ->
                ask(new Request.MoveGroup(group.id(), Optional.empty(), Optional.empty())));
    }

    private void returnsBlind(Trouble trouble, Machine machine) {
        moveAway(trouble);
        machine.freezeAfter(trouble.detail() % 8);
        soon(BLIND, () -> machine.wires().forEach(Wire::lag));
        soon(trouble.lasts().plus(cluster.scene().timings().lease()), () -> {
            machine.thaw();
            after(trouble, () -> machine.wires().forEach(Wire::catchUp));
        });
    }

    private void machine(OfMachine kind, Trouble trouble, Machine machine) {
        switch (kind) {
            case DAEMON_CRASH -> {
                machine.killAfter(trouble.detail() % 8);
                after(trouble, machine::start);
            }
            case DAEMON_BLINK -> {
                machine.kill();
                after(trouble, machine::start);
            }
            case DAEMON_RESTART -> machine.restartDaemon();
            case DAEMON_FREEZE -> {
                machine.freezeAfter(trouble.detail() % 8);
                after(trouble, machine::thaw);
            }
            case MACHINE_FREEZE -> {
                machine.freezeWhole();
                after(trouble, machine::thaw);
            }
            case MACHINE_REBOOT -> machine.lose();
            case MACHINE_OFF -> {
                machine.keepOff(true);
                machine.lose();
                after(trouble, () -> {
                    machine.keepOff(false);
                    machine.start();
                });
            }
            case GUARD_LATE -> {
                machine.host().guardSleeps(true);
                after(trouble, () -> machine.host().guardSleeps(false));
            }
            case DISK_SLOW -> {
                machine.host().disk().slow(true);
                after(trouble, () -> machine.host().disk().slow(false));
            }
            case DISK_FULL -> {
                machine.host().disk().full(true);
                after(trouble, () -> machine.host().disk().full(false));
            }
            case WALL_CLOCK -> machine.host().stepWallClock(Duration.ofHours(trouble.detail() % 2 == 0 ? 1 : -1));
            case UNKILLABLE -> {
                machine.host().unkillable(true);
                after(trouble, () -> machine.host().unkillable(false));
            }
            case FLAPS -> flap(machine, cluster.time().elapsed() + trouble.lasts().toNanos());
        }
    }

    private void flap(Machine machine, long until) {
        if (cluster.time().elapsed() < until && !over) {
            machine.host().alive().stream().findFirst().ifPresent(machine.host()::killMain);
            cluster.time().after(FLAP_EVERY, () -> flap(machine, until));
        }
    }

    private void network(OfNetwork kind, Trouble trouble, List<Wire> wires) {
        switch (kind) {
            case CUT -> cut(trouble, wires, true, true);
            case CUT_UP -> cut(trouble, wires, true, false);
            case CUT_DOWN -> cut(trouble, wires, false, true);
            case SLOW_LINK -> {
                wires.forEach(wire -> wire.slow(trouble.detail() * 1_000_000L));
                after(trouble, () -> wires.forEach(wire -> wire.slow(0)));
            }
            case LOST_ANSWERS -> wires.forEach(wire -> wire.loseAnswers(1 + trouble.detail() % 6));
            case LATE_WATCHES -> {
                wires.forEach(Wire::lag);
                after(trouble, () -> wires.forEach(Wire::catchUp));
            }
            case ENGINE_ELECTION, ENGINE_MINORITY -> engineRests(trouble);
            case LEADER_DEPOSED -> {
                cluster.net().engine().faults().depose();
                cluster.net().engine().runUntilIdle();
            }
            case BAD_FRONT -> {
                cluster.front().bad(true);
                after(trouble, () -> cluster.front().bad(false));
            }
        }
    }

    private void cut(Trouble trouble, List<Wire> wires, boolean up, boolean down) {
        // One of the two connections alone, once in a while: they are two.
        List<Wire> hit = trouble.detail() % 4 == 0 && !wires.isEmpty() ? wires.subList(0, 1)
                : trouble.detail() % 4 == 1 && !wires.isEmpty() ? wires.subList(1, 2) : wires;
        hit.forEach(wire -> wire.cut(up, down));
        after(trouble, () -> hit.forEach(Wire::mend));
    }

    private void engineRests(Trouble trouble) {
        cluster.net().rest();
        Duration notices = Duration.ofMillis(1_500 + trouble.detail());
        if (trouble.lasts().compareTo(notices) > 0) {
            soon(notices, () -> cluster.net().wires().forEach(Wire::lose));
        }
        after(trouble, () -> {
            cluster.net().goOn();
            if (trouble.detail() % 2 == 0) {
                cluster.net().engine().faults().depose();
                cluster.net().engine().runUntilIdle();
            }
            cluster.net().wires().forEach(Wire::restore);
        });
    }

    private GroupId group(Trouble trouble) {
        List<GroupId> groups = new ArrayList<>(cluster.document().groups().keySet());
        return groups.get(trouble.detail() % groups.size());
    }

    private void ask(OfPeople kind, Trouble trouble) {
        GroupId group = group(trouble);
        switch (kind) {
            case ASK_MOVE -> ask(new Request.MoveGroup(group, Optional.of(trouble.node()), Optional.empty()));
            case ASK_PAUSE -> {
                ask(new Request.PauseNode(trouble.node(), "a person"));
                after(trouble, () -> ask(new Request.ResumeNode(trouble.node())));
            }
            case ASK_DRAIN -> {
                ask(new Request.DrainNode(trouble.node(), "a person"));
                after(trouble, () -> ask(new Request.ResumeNode(trouble.node())));
            }
            case ASK_OFFLINE -> {
                ask(new Request.GroupIntent(group, false));
                after(trouble, () -> ask(new Request.GroupIntent(group, true)));
            }
            case ASK_CONVERT -> ask(new Request.UpgradeGroup(group));
            case ASK_REST -> {
                ask(new Request.PauseRun());
                after(trouble, () -> ask(new Request.ResumeRun()));
            }
            case ASK_RESUME -> ask(new Request.ResumeRun());
            case ASK_APPROVE -> ask(new Request.ApproveRun());
            case ASK_ABORT -> ask(new Request.AbortRun());
            case ASK_CLEAR -> ask(new Request.ClearFailure(group));
        }
    }

    private void ask(Request request) {
        cluster.front().ask(request, (Answer answer) -> { });
    }

    private void after(Trouble trouble, Runnable end) {
        soon(trouble.lasts(), end);
    }

    /// Later, unless everything is well by then.
    private void soon(Duration later, Runnable end) {
        cluster.time().after(later, () -> {
            if (!over) {
                end.run();
            }
        });
    }

    /// Ends whatever still goes on: everybody lives, runs and is connected, everything works.
    public void heal() {
        over = true;
        cluster.trace().elsewhere(() -> "everything is well from now on");
        cluster.front().bad(false);
        cluster.net().goOn();
        for (Machine machine : cluster.machines().values()) {
            machine.keepOff(false);
            machine.host().unkillable(false);
            machine.host().guardSleeps(false);
            machine.host().disk().slow(false);
            machine.host().disk().full(false);
            for (Misbehaviour how : Misbehaviour.values()) {
                cluster.workshop().behave(machine.id(), how);
            }
            machine.thaw();
            machine.start();
            machine.wires().forEach(Wire::catchUp);
            machine.wires().forEach(wire -> wire.slow(0));
            machine.wires().forEach(Wire::mend);
        }
    }
}
