package dev.baton.core.plan;

import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an upgrade wants, as the operator wrote it; or a drill, which changes no product and ends where it began.
///
/// @param name             of the upgrade
/// @param products         in the order in which they are installed on each node; none in a drill
/// @param restart          what restarts with an install
/// @param preset           what the plan prefers
/// @param failback         whether groups return to their original owners
/// @param convert          when formats follow
/// @param moveTakes        how long a move takes, until measured
/// @param stopBefore       where the run waits for a person
/// @param acceptedExposure the time without cover per group that the operator accepts; absent accepts any
/// @param soakAfterNode    how long to wait after each upgraded node
/// @param onFailure        what a run does when a step fails for good
/// @param mayBeOut         how many nodes may be out of service together (law 7); at least 1; only the preset `fastest`
///                         changes more than one at once
/// @param windows          when a run may work; absent means always
/// @param gates            what must have passed before a run starts, beyond what every run needs
/// @param needs            what every machine has to have before a start; absent: what is [Needs#USUAL]
/// @param canary           which group goes to each changed node and back before the next one begins; absent: none
/// @param together         which groups are saved as one consistent set; absent: none
public record UpgradeSpec(String name, List<ProductUpgrade> products, Restart restart, Preset preset, Failback failback,
        ConvertWhen convert, Duration moveTakes, Set<StopPoint> stopBefore, Optional<Duration> acceptedExposure,
        Duration soakAfterNode, OnFailure onFailure, int mayBeOut, Optional<Windows> windows,
        Set<Gate> gates, Optional<Needs> needs, Optional<Canary> canary,
        Optional<Together> together) {

    /// @throws IllegalArgumentException if no node may be out of service
    public UpgradeSpec {
        if (mayBeOut < 1) {
            throw new IllegalArgumentException("upgrade " + name + " lets no node be out of service");
        }
        products = List.copyOf(products);
        // In a fixed order: the same specification is always written as the same bytes.
        stopBefore = Collections.unmodifiableSet(new TreeSet<>(stopBefore));
        gates = Collections.unmodifiableSet(new TreeSet<>(gates));
        // What is usual is not said, by whatever words: the same wish is always the same plan.
        needs = needs.filter(said -> !said.equals(Needs.USUAL));
    }

    /// Returns what a drill wants: nothing changes, and every group ends where it began.
    ///
    /// @param moveTakes how long a move takes
    public static UpgradeSpec drill(Duration moveTakes) {
        return new UpgradeSpec("drill", List.of(), Restart.NEVER, Preset.FEWEST_OUTAGES, Failback.AT_END,
                ConvertWhen.BY_HAND, moveTakes, Set.of(), Optional.empty(), Duration.ZERO, OnFailure.STOP);
    }

    /// Returns what every machine has to have before a start.
    public Needs machineNeeds() {
        return needs.orElse(Needs.USUAL);
    }

    /// Returns whether it is a drill: it changes no product.
    public boolean drills() {
        return products.isEmpty();
    }

    /// Of machines nothing but what is usual is asked, no group is a canary, and none are saved together.
    public UpgradeSpec(String name, List<ProductUpgrade> products, Restart restart, Preset preset, Failback failback,
            ConvertWhen convert, Duration moveTakes, Set<StopPoint> stopBefore, Optional<Duration> acceptedExposure,
            Duration soakAfterNode, OnFailure onFailure, int mayBeOut, Optional<Windows> windows, Set<Gate> gates) {
        this(name, products, restart, preset, failback, convert, moveTakes, stopBefore, acceptedExposure, soakAfterNode,
                onFailure, mayBeOut, windows, gates, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// One node at a time.
    public UpgradeSpec(String name, List<ProductUpgrade> products, Restart restart, Preset preset, Failback failback,
            ConvertWhen convert, Duration moveTakes, Set<StopPoint> stopBefore, Optional<Duration> acceptedExposure,
            Duration soakAfterNode, OnFailure onFailure) {
        this(name, products, restart, preset, failback, convert, moveTakes, stopBefore, acceptedExposure, soakAfterNode,
                onFailure, 1, Optional.empty(), Set.of());
    }

    /// How one product gets from one version to another on a node.
    ///
    /// @param from     versions from which this upgrade may start (law 6)
    /// @param to       the target
    /// @param prepare  done ahead, while the node still serves
    /// @param install  done on the empty node
    /// @param undo     brings the old version back
    /// @param selfTest must exit 0 before the node counts as upgraded
    /// @param takes    how long the install takes, until measured; more than zero
    public record ProductUpgrade(ProductId product, VersionRange from, Version to, Optional<Command> prepare,
            Command install, Optional<Command> undo, Optional<Command> selfTest, Duration takes) {}

    /// What restarts with an install.
    public enum Restart {
        /// Nothing but what the product's groups start again.
        NEVER,
        /// The machine, where an installer says so.
        IF_REQUIRED,
        /// The machine.
        ALWAYS,
        /// Baton's daemon, by the installer itself; what runs on the node goes on (the products are no group's).
        DAEMON
    }

    /// Whether groups return to their original owners.
    public enum Failback { NEVER, AT_ONCE, AT_END }

    /// When the format of a group's data follows its product.
    public enum ConvertWhen { WITH_MOVE, ON_RETURN, AT_END, BY_HAND }

    /// Named places where a run waits for a person.
    public enum StopPoint { FIRST_INSTALL, FIRST_CONVERT, EACH_NODE, FINALIZE }

    /// What must have passed before a run starts.
    public enum Gate {
        /// A drill of every group, on the cluster as it is.
        DRILL
    }

    /// A group that shows of each changed node that it works there and can fail back.
    public record Canary(GroupId group) {}

    /// Groups that are saved as one consistent set, while nobody writes to any: before what the upgrade changes, and
    /// once more after it has converted one of them.
    ///
    /// @param groups in the order in which they are saved
    /// @param first  whether the set of before is still to be made
    /// @param owed   whether one of them has been converted since they were saved together last
    public record Together(List<GroupId> groups, boolean first, boolean owed) {
        public Together {
            groups = List.copyOf(groups);
        }

        /// Returns what an operator asks for.
        public static Together of(List<GroupId> groups) {
            return new Together(groups, true, false);
        }
    }

    /// What every machine has to have before an upgrade starts, as its check looks at it.
    ///
    /// @param disk         bytes free in each file system that matters; not negative
    /// @param clocksWithin how far clocks may differ
    public record Needs(long disk, Duration clocksWithin) {

        /// What is asked for when nothing is said: room for a package and what is unpacked of it; clocks that nobody
        /// keeps are soon further apart than a second, and those that are kept are not.
        public static final Needs USUAL = new Needs(1_000_000_000, Duration.ofSeconds(1));
    }

    /// What a run does when a step fails for good.
    public enum OnFailure { STOP, UNDO_NODE_AND_STOP }

    /// Returns what this upgrade wants of a product, when it names it.
    public Optional<ProductUpgrade> product(ProductId id) {
        for (ProductUpgrade product : products) {
            if (product.product().equals(id)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    /// Returns whether machines restart after their installs, or may.
    public boolean restartsMachines() {
        return switch (restart) {
            case IF_REQUIRED, ALWAYS -> true;
            case NEVER, DAEMON -> false;
        };
    }

    /// Returns whether what runs on a node goes on while it is changed.
    public boolean leavesServices() {
        return restart == Restart.DAEMON;
    }

    /// Returns how long one node's installs take together.
    public Duration nodeTakes() {
        return products.stream().map(ProductUpgrade::takes).reduce(Duration.ZERO, Duration::plus);
    }

    /// Returns this specification with another preset.
    public UpgradeSpec withPreset(Preset other) {
        return new UpgradeSpec(name, products, restart, other, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, windows, gates, needs, canary,
                together);
    }

    /// Returns this specification with another number of nodes that may be out of service together.
    public UpgradeSpec withMayBeOut(int nodes) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, nodes, windows, gates, needs, canary,
                together);
    }

    /// Returns this specification with other windows.
    public UpgradeSpec withWindows(Optional<Windows> other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, other, gates, needs, canary,
                together);
    }

    /// Returns this specification with other stop points.
    public UpgradeSpec withStopBefore(Set<StopPoint> other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, other, acceptedExposure,
                soakAfterNode, onFailure, mayBeOut, windows, gates, needs, canary,
                together);
    }

    /// Returns this specification with other gates.
    public UpgradeSpec withGates(Set<Gate> other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, windows, other, needs, canary,
                together);
    }

    /// Returns this specification of an upgrade that needs that of every machine.
    public UpgradeSpec withNeeds(Needs other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, windows, gates, Optional.of(other), canary,
                together);
    }

    /// Returns this specification with that group as its canary.
    public UpgradeSpec withCanary(GroupId group) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, windows, gates, needs,
                Optional.of(new Canary(group)), together);
    }

    /// Returns this specification with those groups saved together; with none, where that is empty.
    public UpgradeSpec withTogether(Optional<Together> other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut, windows, gates, needs, canary, other);
    }
}
