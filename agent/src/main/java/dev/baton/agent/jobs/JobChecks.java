package dev.baton.agent.jobs;

import dev.baton.agent.facts.Facts;
import dev.baton.agent.host.HeldKey;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Found;
import dev.baton.agent.ownership.Groups;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Heartbeat;
import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceState;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.rules.InPlace;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What must be so before a job is begun, as this node sees it itself.
record JobChecks(Desk desk, TreeMirror mirror, Standing standing, Facts facts, Groups groups) {

    /// Returns what stands against an install: the same as against any change of this node, except that groups which
    /// do not need the product may go on where the order says so.
    Optional<Reason> against(JobOrder.Work.Install install) {
        return againstChange(group -> mayStay(group) || (install.services().isPresent()
                && !needs(group, install.product())));
    }

    /// A group or kind that is not known here may need anything.
    private boolean needs(GroupId id, ProductId product) {
        GroupImage group = mirror.image().groups().get(id);
        Kind kind = group == null ? null : mirror.image().kinds().get(group.kind());
        return kind == null || kind.product().equals(product);
    }

    /// Returns what stands against changing this node: it is closed, no claim names it, and nothing is held (law 3).
    /// The claim of a group that is changed in place may stay; of such a group nothing is active: it is ordered to be
    /// offline as a whole, every resource was verified as stopped, nothing is held for it, no job works on its data.
    Optional<Reason> againstChange() {
        return againstChange(this::mayStay);
    }

    private Optional<Reason> againstChange(Predicate<GroupId> stays) {
        NodeImage node = mirror.image().nodes().get(standing.node());
        if (node == null || !node.closed()) {
            return Optional.of(new StepReason.NotClosed(standing.node()));
        }
        var active = Stream.concat(groups.bound().stream(), desk.held().stream().map(HeldKey::group)).sorted()
                .distinct().filter(stays.negate()).toList();
        return active.isEmpty() ? Optional.empty()
                : Optional.of(new StepReason.NotEmpty(standing.node(), active));
    }

    private boolean mayStay(GroupId id) {
        GroupImage group = mirror.image().groups().get(id);
        return group != null && mirror.image().kinds().containsKey(group.kind())
                && InPlace.ordered(mirror.image(), group) && groups.idle(id);
    }

    /// Returns what stands against a restart that would leave fewer votes than that (law 5): it was ordered when there
    /// were more, and is begun later.
    Optional<Reason> againstVotes(int present, int needed) {
        return present >= needed ? Optional.empty() : Optional.of(new StepReason.LawBroken(5, "votes", "while "
                + standing.node() + " restarts " + present + " votes are left, and " + needed + " decide",
                "bring back another voter first"));
    }

    /// Counts the other voters that are up now. Agents do not follow heartbeats, so they are read.
    void otherVotes(IntConsumer then) {
        List<NodeId> others = mirror.image().voters().stream().map(NodeImage::id)
                .filter(id -> !id.equals(standing.node())).toList();
        int[] open = {others.size()};
        int[] present = {0};
        for (NodeId other : others) {
            desk.read("vote of " + other, Paths.heartbeat(other), found -> {
                present[0] += found instanceof Found.Entry(var entry) && alive(entry) ? 1 : 0;
                if (--open[0] == 0) {
                    then.accept(present[0]);
                }
            });
        }
        if (others.isEmpty()) {
            then.accept(0);
        }
    }

    private static boolean alive(Versioned entry) {
        try {
            return !Json.read(entry.data(), Heartbeat.class).dead();
        } catch (Json.Malformed foreign) {
            return false;
        }
    }

    /// Returns what stands against an install that starts from another version than the node has (law 6).
    Optional<Reason> againstVersion(ProductId product, Version from, Optional<Version> found) {
        return found.equals(Optional.of(from)) ? Optional.empty() : Optional.of(new StepReason.BelowSource(
                standing.node(), product, found.map(Version::value).orElse("none that its probe can read"),
                VersionRange.parse(from.value())));
    }

    /// Returns what stands against a job on a group's data: this node owns it, under a lease (law 1), and it is
    /// managed.
    Optional<Reason> againstData(GroupId group) {
        return unmanaged(group).or(() -> unowned(group));
    }

    /// What is unmanaged is its operator's, data and all.
    private Optional<Reason> unmanaged(GroupId id) {
        return Optional.ofNullable(mirror.image().groups().get(id)).flatMap(group -> group.placement().unmanaged())
                .map(how -> how.refusal(id, ""));
    }

    private Optional<Reason> unowned(GroupId group) {
        return groups.owns(group) && standing.mayStart() ? Optional.empty() : Optional.of(new StepReason.LawBroken(1,
                "single owner", standing.node() + " does not own " + group, "order it where " + group + " is owned"));
    }

    /// Returns what stands against letting a group run outside the cluster, or ending that: this node owns it, its
    /// placement says that it is detached, and nothing of it is active inside.
    Optional<Reason> againstOutside(GroupId id) {
        GroupImage group = mirror.image().groups().get(id);
        boolean down = groups.states(id).values().stream().allMatch(state -> state == ResourceState.OFFLINE)
                && desk.held().stream().noneMatch(key -> key.group().equals(id));
        Optional<Reason> against = group != null && group.placement().detached() && down ? Optional.empty()
                : Optional.of(new StepReason.LawBroken(1, "single owner", id + " is "
                        + (down ? "not detached" : "active on " + standing.node()), "take it offline and detach it"));
        return againstData(id).or(() -> against);
    }

    /// Returns what stands against a conversion: the owner's product, the group's resources, and that it is committed.
    Optional<Reason> againstConversion(JobId job, JobOrder.Work.Convert work) {
        GroupImage group = mirror.image().groups().get(work.group());
        Optional<Kind> kind = Optional.ofNullable(group).flatMap(g -> Optional.ofNullable(
                mirror.image().kinds().get(g.kind())));
        if (group == null || kind.isEmpty()) {
            return againstData(work.group());
        }
        if (!group.format().equals(new Format.Converting(work.from(), work.to(), job))) {
            return Optional.of(new StepReason.LawBroken(13, "journal first", "the conversion of " + work.group()
                    + " by job " + job + " is not committed (its format: " + group.format() + ")",
                    "let the leader commit it first"));
        }
        Optional<Version> here = facts.version(kind.get().product());
        if (kind.get().version().isPresent()
                && here.filter(v -> kind.get().opens(v, new Format.At(work.to()))).isEmpty()) {
            return Optional.of(new StepReason.OwnerNotUpgraded(work.group(), standing.node(), kind.get().product(),
                    here.map(Version::value).orElse("none"), work.to().value()));
        }
        return kind.get().convert().flatMap(convert -> againstStates(work.group(), convert));
    }

    private Optional<Reason> againstStates(GroupId group, Kind.Convert convert) {
        var states = groups.states(group);
        Stream<Reason> notOffline = convert.offline().stream()
                .filter(r -> states.getOrDefault(r, ResourceState.OFFLINE) != ResourceState.OFFLINE)
                .map(r -> new StepReason.MustBeOffline(group, r, states.getOrDefault(r, ResourceState.OFFLINE)));
        Stream<Reason> notOnline = convert.online().stream()
                .filter(r -> states.getOrDefault(r, ResourceState.OFFLINE) != ResourceState.ONLINE)
                .map(r -> new StepReason.MustBeOnline(group, r, states.getOrDefault(r, ResourceState.OFFLINE)));
        return Stream.concat(notOffline, notOnline).findFirst();
    }
}
