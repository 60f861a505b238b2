package dev.baton.core.prover;

import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// An upgrade as somebody wrote it down for people, line by line. [ProcedureReader] reads one, [ProcedurePlan] makes it
/// a plan, [ProcedureProof] proves it.
///
/// @param name  of the procedure
/// @param lines in order, numbered from 1
public record Procedure(String name, List<Line> lines) {

    public Procedure {
        lines = List.copyOf(lines);
    }

    /// One line.
    ///
    /// @param number from 1
    /// @param text   as written
    /// @param act    what it does
    public record Line(int number, String text, Act act) {}

    /// What a line does.
    public sealed interface Act {

        /// Nothing that the cluster would notice.
        record ByHand() implements Act {}

        /// A group changes its owner.
        record Move(GroupId group, NodeId from, NodeId to) implements Act {}

        /// A node is upgraded: closed, changed, restarted, tested, released.
        record Upgrade(NodeId node) implements Act {}

        /// Resources go offline, their dependants with them.
        record TakeOffline(GroupId group, SortedSet<ResourceId> resources) implements Act {
            public TakeOffline {
                resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
            }
        }

        /// Resources come online, or are so already.
        ///
        /// @param resources none means all that are offline
        record BringOnline(GroupId group, SortedSet<ResourceId> resources) implements Act {
            public BringOnline {
                resources = Collections.unmodifiableSortedSet(new TreeSet<>(resources));
            }
        }

        /// The data of the group is saved.
        record Backup(GroupId group) implements Act {}

        /// The data of the group follows its owner's version.
        record Convert(GroupId group) implements Act {}

        /// Earlier lines once more, for other nodes and groups.
        ///
        /// @param from    the first of them
        /// @param to      the last of them
        /// @param instead the name in those lines to the name that stands for it
        record Repeat(int from, int to, SortedMap<String, String> instead) implements Act {
            public Repeat {
                instead = Collections.unmodifiableSortedMap(new TreeMap<>(instead));
            }

            Repeat until(int line) {
                return new Repeat(from, line, instead);
            }
        }

        /// Returns the act with nodes and groups replaced by others; repetitions stay as they are.
        default Act with(SortedMap<String, String> instead) {
            return switch (this) {
                case ByHand _, Repeat _ -> this;
                case Move(var group, var from, var to) -> new Move(with(instead, group), with(instead, from),
                        with(instead, to));
                case Upgrade(var node) -> new Upgrade(with(instead, node));
                case TakeOffline(var group, var resources) -> new TakeOffline(with(instead, group), resources);
                case BringOnline(var group, var resources) -> new BringOnline(with(instead, group), resources);
                case Backup(var group) -> new Backup(with(instead, group));
                case Convert(var group) -> new Convert(with(instead, group));
            };
        }

        private static GroupId with(SortedMap<String, String> instead, GroupId group) {
            return new GroupId(instead.getOrDefault(group.value(), group.value()));
        }

        private static NodeId with(SortedMap<String, String> instead, NodeId node) {
            return new NodeId(instead.getOrDefault(node.value(), node.value()));
        }
    }

    /// Returns the line of that number.
    ///
    /// @throws IllegalArgumentException if there is none
    public Line line(int number) {
        if (number < 1 || number > lines.size()) {
            throw new IllegalArgumentException("procedure " + name + " has no line " + number);
        }
        return lines.get(number - 1);
    }
}
