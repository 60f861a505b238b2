package dev.baton.core.plan;

import dev.baton.core.model.Command;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What an upgrade wants, as the operator wrote it.
///
/// @param name             of the upgrade
/// @param products         in the order in which they are installed on each node; at least one
/// @param restart          whether a node restarts after its installs
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
public record UpgradeSpec(String name, List<ProductUpgrade> products, Restart restart, Preset preset, Failback failback,
        ConvertWhen convert, Duration moveTakes, Set<StopPoint> stopBefore, Optional<Duration> acceptedExposure,
        Duration soakAfterNode, OnFailure onFailure, int mayBeOut) {

    /// @throws IllegalArgumentException if no product is named, or no node may be out of service
    public UpgradeSpec {
        if (mayBeOut < 1) {
            throw new IllegalArgumentException("upgrade " + name + " lets no node be out of service");
        }
        products = List.copyOf(products);
        // In a fixed order: the same specification is always written as the same bytes.
        stopBefore = Collections.unmodifiableSet(new TreeSet<>(stopBefore));
        if (products.isEmpty()) {
            throw new IllegalArgumentException("upgrade " + name + " names no product");
        }
    }

    /// One node at a time.
    public UpgradeSpec(String name, List<ProductUpgrade> products, Restart restart, Preset preset, Failback failback,
            ConvertWhen convert, Duration moveTakes, Set<StopPoint> stopBefore, Optional<Duration> acceptedExposure,
            Duration soakAfterNode, OnFailure onFailure) {
        this(name, products, restart, preset, failback, convert, moveTakes, stopBefore, acceptedExposure, soakAfterNode,
                onFailure, 1);
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

    /// Whether a node restarts after its installs.
    public enum Restart { NEVER, IF_REQUIRED, ALWAYS }

    /// Whether groups return to their original owners.
    public enum Failback { NEVER, AT_ONCE, AT_END }

    /// When the format of a group's data follows its product.
    public enum ConvertWhen { WITH_MOVE, ON_RETURN, AT_END, BY_HAND }

    /// Named places where a run waits for a person.
    public enum StopPoint { FIRST_INSTALL, FIRST_CONVERT, EACH_NODE, FINALIZE }

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

    /// Returns how long one node's installs take together.
    public Duration nodeTakes() {
        return products.stream().map(ProductUpgrade::takes).reduce(Duration.ZERO, Duration::plus);
    }

    /// Returns this specification with another preset.
    public UpgradeSpec withPreset(Preset other) {
        return new UpgradeSpec(name, products, restart, other, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, mayBeOut);
    }

    /// Returns this specification with another number of nodes that may be out of service together.
    public UpgradeSpec withMayBeOut(int nodes) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, stopBefore,
                acceptedExposure, soakAfterNode, onFailure, nodes);
    }

    /// Returns this specification with other stop points.
    public UpgradeSpec withStopBefore(Set<StopPoint> other) {
        return new UpgradeSpec(name, products, restart, preset, failback, convert, moveTakes, other, acceptedExposure,
                soakAfterNode, onFailure, mayBeOut);
    }
}
