package dev.baton.core.model;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One machine as the cluster knows it.
///
/// @param id          its name
/// @param address     where its peers reach it
/// @param voter       whether it has a vote in the coordination engine
/// @param witness     whether it has only a vote: no group may ever run here
/// @param membership  whether it takes part now
/// @param incarnation which life of its agent joined last; 0 when none did
/// @param bootId      which boot of the machine that was; empty when none
/// @param holds       reasons to leave it alone
/// @param facts       what it last said about itself
/// @param capacity    what it has room for; what is not named is not limited
public record NodeImage(NodeId id, String address, boolean voter, boolean witness, Membership membership,
        long incarnation, String bootId, SortedMap<HoldId, Hold> holds, NodeFacts facts,
        Amounts capacity) {

    public NodeImage {
        holds = SharedMap.copyOf(holds);
    }

    /// Returns a node that is defined and was never seen.
    public static NodeImage defined(NodeId id, String address, boolean voter, boolean witness) {
        return new NodeImage(id, address, voter, witness, Membership.ABSENT, 0, "", Collections.emptySortedMap(),
                NodeFacts.UNKNOWN, Amounts.NONE);
    }

    /// Returns whether the other node is defined like this one, however the two are.
    public boolean definedAs(NodeImage other) {
        return voter == other.voter && witness == other.witness && address.equals(other.address)
                && capacity.equals(other.capacity);
    }

    // Written out to begin with what a step changes: an image is compared with its copies, which differ there.
    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof NodeImage that && holds.equals(that.holds)
                && facts.equals(that.facts) && membership == that.membership && incarnation == that.incarnation
                && id.equals(that.id) && bootId.equals(that.bootId) && definedAs(that));
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, membership, incarnation, bootId, holds, facts);
    }

    /// Returns whether it takes part now.
    public boolean up() {
        return membership == Membership.UP;
    }

    /// Returns whether some hold says that nothing may start here.
    public boolean closed() {
        if (!holds.isEmpty()) {
            for (Hold hold : holds.values()) {
                if (hold.strength() == Hold.Strength.CLOSED) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Returns whether some hold keeps planned placements away.
    public boolean held() {
        return !holds.isEmpty();
    }

    /// Returns whether it has no other hold than the one of that name, or none at all.
    public boolean heldAtMostBy(HoldId own) {
        if (!holds.isEmpty()) {
            for (HoldId hold : holds.keySet()) {
                if (!hold.equals(own)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Returns whether an emergency failover may come here: up, no witness, not closed. Versions and other groups are
    /// not looked at.
    public boolean mayReceive() {
        return up() && !witness && !closed();
    }

    /// Returns the version of a product as the node last said it.
    public Optional<Version> version(ProductId product) {
        return Optional.ofNullable(facts.versions().get(product));
    }

    public NodeImage withMembership(Membership now, long life, String boot) {
        return new NodeImage(id, address, voter, witness, now, life, boot, holds, facts, capacity);
    }

    public NodeImage withHolds(SortedMap<HoldId, Hold> now) {
        return new NodeImage(id, address, voter, witness, membership, incarnation, bootId, now, facts,
                capacity);
    }

    /// Returns this node with one more hold, or the hold of the same name replaced.
    public NodeImage withHold(Hold hold) {
        TreeMap<HoldId, Hold> more = new TreeMap<>(holds);
        more.put(hold.id(), hold);
        return withHolds(more);
    }

    /// Returns this node without the hold; unchanged when it has none of that name.
    public NodeImage withoutHold(HoldId hold) {
        TreeMap<HoldId, Hold> fewer = new TreeMap<>(holds);
        fewer.remove(hold);
        return withHolds(fewer);
    }

    public NodeImage withFacts(NodeFacts now) {
        return new NodeImage(id, address, voter, witness, membership, incarnation, bootId, holds, now,
                capacity);
    }

    /// Returns this node with room for that.
    public NodeImage withCapacity(Amounts now) {
        return new NodeImage(id, address, voter, witness, membership, incarnation, bootId, holds, facts, now);
    }
}
