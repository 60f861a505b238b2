package dev.baton.core.model;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// One group as the cluster knows it: how it is defined, what is wanted, and what is so.
///
/// @param id        its name
/// @param kind      which kind it is of
/// @param parameters what its kind asks of it, such as `ip` or `disk`
/// @param resources in start order: each stands after all that it needs
/// @param preferred nodes in order of preference
/// @param possible  the only nodes that may own it; empty means every node that is no witness
/// @param critical  whether it goes first when not all groups fit
/// @param intent    what the operator wants
/// @param placement where it should be
/// @param claim     who owns it
/// @param report    what the owner last said of it
/// @param format    the format of its data
/// @param terms     what it asks of its node and of the groups beside it
public record GroupImage(GroupId id, KindId kind, SortedMap<String, String> parameters, List<Resource> resources,
        List<NodeId> preferred,
        SortedSet<NodeId> possible, boolean critical, Intent intent, Placement placement, Optional<Claim> claim,
        Optional<Report> report, Format format, Terms terms) {

    public GroupImage {
        parameters = SharedMap.copyOf(parameters);
        resources = List.copyOf(resources);
        preferred = List.copyOf(preferred);
        possible = SharedSet.copyOf(possible);
    }

    /// Returns a group that is defined and was never placed.
    public static GroupImage defined(GroupId id, KindId kind, List<Resource> resources, List<NodeId> preferred,
            SortedSet<NodeId> possible, boolean critical, Format format) {
        return new GroupImage(id, kind, Collections.emptySortedMap(), resources, preferred, possible, critical,
                Intent.ONLINE, Placement.NONE,
                Optional.empty(), Optional.empty(), format, Terms.NONE);
    }

    /// Returns whether the other group is defined like this one, however the two are.
    public boolean definedAs(GroupImage other) {
        return kind.equals(other.kind) && resources.equals(other.resources) && parameters.equals(other.parameters)
                && preferred.equals(other.preferred) && possible.equals(other.possible) && critical == other.critical
                && terms.equals(other.terms);
    }

    // Written out to begin with what a step changes: an image is compared with its copies, which differ there.
    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || (other instanceof GroupImage that && placement.equals(that.placement)
                && claim.equals(that.claim) && format.equals(that.format) && report.equals(that.report)
                && intent.equals(that.intent) && id.equals(that.id) && definedAs(that));
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, kind, intent, placement, claim, report, format);
    }

    /// Returns the node that the claim names.
    public Optional<NodeId> owner() {
        return claim.map(Claim::node);
    }

    /// Returns whether the claim names that node.
    public boolean isOwnedBy(NodeId node) {
        return claim.isPresent() && claim.get().node().equals(node);
    }

    /// Returns the names of all resources.
    public SortedSet<ResourceId> resourceIds() {
        TreeSet<ResourceId> ids = new TreeSet<>();
        resources.forEach(resource -> ids.add(resource.id()));
        return ids;
    }

    /// Returns these resources and all that need them, directly or not: what goes offline when these do.
    public SortedSet<ResourceId> withDependants(SortedSet<ResourceId> some) {
        if (some.isEmpty()) {
            return some;
        }
        TreeSet<ResourceId> all = new TreeSet<>(some);
        ArrayDeque<ResourceId> open = new ArrayDeque<>(some);
        while (!open.isEmpty()) {
            ResourceId needed = open.remove();
            resources.stream().filter(r -> r.needs().contains(needed)).map(Resource::id).filter(all::add)
                    .forEach(open::add);
        }
        return all;
    }

    /// Returns this resource and all that it needs, directly or not: what must go online when it does.
    public SortedSet<ResourceId> withNeeds(ResourceId one) {
        TreeSet<ResourceId> all = new TreeSet<>(List.of(one));
        ArrayDeque<ResourceId> open = new ArrayDeque<>(all);
        while (!open.isEmpty()) {
            ResourceId dependant = open.remove();
            resources.stream().filter(r -> r.id().equals(dependant)).flatMap(r -> r.needs().stream())
                    .filter(all::add).forEach(open::add);
        }
        return all;
    }

    /// Returns the resources that the intent keeps offline, dependants included.
    public SortedSet<ResourceId> intendedOffline() {
        return intent.online() ? withDependants(intent.offlineResources()) : resourceIds();
    }

    /// Returns whether the owner's daemon has begun anew, and of its claim and its word only one is its new life's yet,
    /// or only one is seen here: how the group is will be known with the other.
    public boolean awaitsWord() {
        return claim.flatMap(now -> report.filter(said -> now.node().equals(said.node())
                && now.epoch() == said.epoch() && said.incarnation() != now.incarnation())).isPresent();
    }

    /// Returns the owner's report if it is about the present claim.
    public Optional<Report> currentReport() {
        if (claim.isEmpty() || report.isEmpty()) {
            return Optional.empty();
        }
        Claim now = claim.get();
        Report said = report.get();
        return now.node().equals(said.node()) && now.incarnation() == said.incarnation() && now.epoch() == said.epoch()
                ? report : Optional.empty();
    }

    /// Returns the state of one resource as its owner says it; offline when nobody owns the group.
    public ResourceState stateOf(ResourceId resource) {
        Optional<Report> said = currentReport();
        return said.isPresent() ? said.get().states().getOrDefault(resource, ResourceState.OFFLINE)
                : claim.isPresent() ? ResourceState.STARTING : ResourceState.OFFLINE;
    }

    /// Returns how it is, in a word: its state, or `Detached` while the cluster does not run it; of one that is only
    /// observed it says so.
    public String word() {
        return placement.detached() ? "Detached" : state().word() + (placement.managed() ? "" : ", unmanaged");
    }

    /// Returns how the group is.
    public GroupState state() {
        if (claim.isEmpty()) {
            return unowned();
        }
        Claim held = claim.get();
        if (held.stuck().isPresent()) {
            return new GroupState.Failed("stuck on " + held.node() + ": " + held.stuck().get());
        }
        Optional<Report> said = currentReport();
        if (said.isEmpty()) {
            return new GroupState.Pending();
        }
        if (said.get().failure().isPresent()) {
            return new GroupState.Failed(said.get().failure().get());
        }
        boolean settled = placement.owner().equals(owner()) && placement.epoch() == held.epoch();
        for (Resource resource : resources) {
            settled = settled && said.get().states().getOrDefault(resource.id(), ResourceState.OFFLINE)
                    == state(placement, resource);
        }
        return settled ? settledState() : new GroupState.Pending();
    }

    private GroupState unowned() {
        if (!intent.online() || (!resources.isEmpty() && placement.offline().containsAll(resourceIds()))) {
            return new GroupState.Offline();
        }
        return placement.owner().isEmpty() ? new GroupState.Failed(placement.because()) : new GroupState.Pending();
    }

    private GroupState settledState() {
        if (placement.offline().isEmpty()) {
            return new GroupState.Online();
        }
        return placement.offline().containsAll(resourceIds()) ? new GroupState.Offline() : new GroupState.Partial();
    }

    /// Returns this group with other parameters of its kind.
    public GroupImage withParameters(SortedMap<String, String> now) {
        return new GroupImage(id, kind, now, resources, preferred, possible, critical, intent, placement, claim, report,
                format, terms);
    }

    /// Returns this group with other preferred owners, the best first.
    public GroupImage withPreferred(List<NodeId> now) {
        return new GroupImage(id, kind, parameters, resources, now, possible, critical, intent, placement, claim,
                report, format, terms);
    }

    /// Returns this group with only these nodes as possible owners; every node that is no witness when empty.
    public GroupImage withPossible(SortedSet<NodeId> now) {
        return new GroupImage(id, kind, parameters, resources, preferred, now, critical, intent, placement, claim,
                report, format, terms);
    }

    public GroupImage withIntent(Intent now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, now, placement, claim,
                report, format, terms);
    }

    public GroupImage withPlacement(Placement now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, now, claim,
                report, format, terms);
    }

    public GroupImage withClaim(Optional<Claim> now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, placement, now,
                report, format, terms);
    }

    public GroupImage withReport(Optional<Report> now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, placement,
                claim, now, format, terms);
    }

    public GroupImage withFormat(Format now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, placement,
                claim, report, now, terms);
    }

    /// Returns this group asking for something else of its node and its neighbours.
    public GroupImage withTerms(Terms now) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, placement,
                claim, report, format, now);
    }

    /// Returns this group owned by `node` as if everything that the placement asks had been done: the placement, the
    /// claim and a report that agrees with both.
    public GroupImage settledOn(NodeImage node, Placement asked) {
        return settledOn(node, asked, Optional.empty());
    }

    /// Returns the same for one of many groups that are alike.
    ///
    /// @param like another one, best of the same node: what is the same of the two is the same object
    public GroupImage settledOn(NodeImage node, Placement asked, Optional<GroupImage> like) {
        Placement placed = asked;
        Optional<Claim> held = Optional.empty();
        Optional<Report> said = Optional.empty();
        SortedMap<ResourceId, ResourceState> states = states(asked, like);
        if (like.isPresent()) {
            GroupImage other = like.get();
            placed = other.placement.equals(asked) ? other.placement : asked;
            held = other.claim.isPresent() && other.claim.get().isOf(node, asked.epoch()) ? other.claim : held;
            said = other.report.isPresent() && other.report.get().says(node, asked.epoch(), states) ? other.report
                    : said;
        }
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, intent, placed,
                held.isPresent() ? held : Optional.of(Claim.of(node, asked.epoch())),
                said.isPresent() ? said : Optional.of(Report.of(node, asked.epoch(), states)), format, terms);
    }

    private SortedMap<ResourceId, ResourceState> states(Placement asked, Optional<GroupImage> like) {
        if (like.isPresent() && like.get().report.isPresent() && as(asked, like.get().report.get().states())) {
            return like.get().report.get().states();
        }
        if (report.isPresent() && as(asked, report.get().states())) {
            return report.get().states();
        }
        TreeMap<ResourceId, ResourceState> states = new TreeMap<>();
        for (Resource resource : resources) {
            states.put(resource.id(), state(asked, resource));
        }
        return states;
    }

    /// Whether the states are those that the placement asks for.
    private boolean as(Placement asked, SortedMap<ResourceId, ResourceState> states) {
        boolean same = states.size() == resources.size();
        for (Resource resource : resources) {
            same = same && states.get(resource.id()) == state(asked, resource);
        }
        return same;
    }

    private static ResourceState state(Placement asked, Resource resource) {
        return asked.offline().contains(resource.id()) ? ResourceState.OFFLINE : ResourceState.ONLINE;
    }

    /// Returns the definition of a resource.
    ///
    /// @throws IllegalArgumentException if the group has none of that name
    public Resource resource(ResourceId wanted) {
        return resources.stream().filter(r -> r.id().equals(wanted)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("group " + id + " has no resource " + wanted));
    }

    /// Returns the state of every resource, in start order.
    public SortedMap<ResourceId, ResourceState> states() {
        TreeMap<ResourceId, ResourceState> states = new TreeMap<>();
        resources.forEach(r -> states.put(r.id(), stateOf(r.id())));
        return states;
    }
}
