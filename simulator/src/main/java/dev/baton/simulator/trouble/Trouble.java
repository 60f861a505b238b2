package dev.baton.simulator.trouble;

import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// One thing that goes wrong, or one thing that a person does at a bad moment.
///
/// @param number its place in the list of its seed, from 0
/// @param at     how long after the start of the run
/// @param during the kind of step for which it waits from then on; empty when it comes at its time
/// @param kind   what
/// @param node   where, as far as it has a place
/// @param lasts  for how long, as far as it lasts
/// @param detail a number that decides the rest, such as in the middle of which act
public record Trouble(int number, Duration at, Optional<String> during, Kind kind, NodeId node, Duration lasts,
        int detail) {

    /// What may go wrong.
    public sealed interface Kind {

        /// Returns its name.
        String name();

        /// Returns all kinds but those that only storms bring.
        static List<Kind> all() {
            return Stream.<Kind[]>of(OfMachine.values(), OfNetwork.values(), OfCommands.values(), OfPeople.values())
                    .flatMap(Stream::of).toList();
        }
    }

    /// What happens to a machine, its daemon, its guard or its processes.
    public enum OfMachine implements Kind {
        /// The daemon is killed in the middle of its acts, and started again.
        DAEMON_CRASH,
        /// The daemon is killed and started again at once.
        DAEMON_BLINK,
        /// The daemon is asked to restart.
        DAEMON_RESTART,
        /// The daemon freezes in the middle of its acts; the guard does not.
        DAEMON_FREEZE,
        /// The machine freezes, guard and all. Without fencing nothing protects against that.
        MACHINE_FREEZE,
        /// The machine is lost, and boots again.
        MACHINE_REBOOT,
        /// The machine is switched off.
        MACHINE_OFF,
        /// Every write to the disk takes seconds.
        DISK_SLOW,
        /// The disk is full.
        DISK_FULL,
        /// The guard does nothing.
        GUARD_LATE,
        /// The wall clock is set an hour forward or back.
        WALL_CLOCK,
        /// Workloads cannot be killed.
        UNKILLABLE,
        /// Workloads end by themselves, again and again.
        FLAPS
    }

    /// What happens between machines, engine and people.
    public enum OfNetwork implements Kind {
        /// The node is cut off from the engine.
        CUT,
        /// What the node sends does not arrive.
        CUT_UP,
        /// What is sent to the node does not arrive.
        CUT_DOWN,
        /// Messages to and from the node take up to a second longer.
        SLOW_LINK,
        /// Answers of the engine are lost.
        LOST_ANSWERS,
        /// Changes are told late and not all of them.
        LATE_WATCHES,
        /// The engine elects a new leader.
        ENGINE_ELECTION,
        /// The engine has no majority.
        ENGINE_MINORITY,
        /// The leading controller loses its seat without cause.
        LEADER_DEPOSED,
        /// Requests of people are lost, late and doubled.
        BAD_FRONT
    }

    /// How commands misbehave on a machine.
    public enum OfCommands implements Kind {
        /// Workloads do not start.
        START_FAILS,
        /// Workloads are never ready.
        NOT_READY,
        /// Workloads end only when they are killed.
        STUBBORN,
        /// Commands that change something fail.
        CHANGE_FAILS,
        /// They do one thing and say another.
        CHANGE_HALF,
        /// They never end.
        CHANGE_HANGS,
        /// They restart the machine.
        CHANGE_REBOOTS,
        /// Probes of versions and formats fail.
        PROBE_FAILS,
        /// The product's own test fails.
        SELF_TEST_FAILS
    }

    /// What people do at a bad moment.
    public enum OfPeople implements Kind {
        /// A person moves a group.
        ASK_MOVE,
        /// A person pauses a node, and resumes it later.
        ASK_PAUSE,
        /// A person drains a node, and resumes it later.
        ASK_DRAIN,
        /// A person takes a group offline, and brings it back later.
        ASK_OFFLINE,
        /// A person converts a group by hand.
        ASK_CONVERT,
        /// A person pauses the run, and resumes it later.
        ASK_REST,
        /// A person resumes the run.
        ASK_RESUME,
        /// A person approves whatever the run waits for.
        ASK_APPROVE,
        /// A person aborts the run.
        ASK_ABORT,
        /// A person clears failures.
        ASK_CLEAR
    }

    /// What only storms bring.
    public enum OfStorms implements Kind {
        /// A person moves a group to a node whose links are slow, another begins maintenance of that node meanwhile.
        ASK_CLOSE,
        /// A group is moved away, and the daemon that stops it freezes until it is dead; when it goes on, it hears for
        /// a while what was so before.
        RETURNS_BLIND,
        /// A group is moved away from a node that cannot kill what it stops; when that is known the node dies.
        STUCK_AND_DEAD,
        /// The machine on which the next conversion changes data is lost while it does, or as soon as it has.
        CONVERTS_AND_DIES,
        /// A group is moved to the only node that takes any, and from then on that node is not heard.
        UNHEARD_HEIR
    }

    /// What only seeds with unmanaged groups bring.
    public enum OfUnmanaging implements Kind {
        /// A person has a group only observed, and managed again later.
        ASK_UNMANAGE
    }

    /// Returns the same at another place in the list.
    public Trouble numbered(int place) {
        return new Trouble(place, at, during, kind, node, lasts, detail);
    }

    /// Returns it as it is printed before anything happens.
    public String text() {
        return String.format(Locale.ROOT, "%3d  +%7.3f s  %-16s %-8s for %6.3f s%s", number, at.toMillis() / 1e3,
                kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), node, lasts.toMillis() / 1e3,
                during.map(step -> ", in the middle of " + step).orElse(""));
    }
}
