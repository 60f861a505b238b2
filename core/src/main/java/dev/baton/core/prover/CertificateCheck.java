package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.SharedSet;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Certificate.State;
import dev.baton.core.rules.Occupancy;
import dev.baton.core.rules.Receiving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.Set;
import java.util.TreeSet;

/// Checks a certificate by looking, not by searching: each witness may take its group, there is room for it beside what
/// stays there and what else comes there with it, and every group that must have a witness has one or is listed as
/// uncovered. What neither the step nor the certificate touched stood in the state before and is not looked at again,
/// so the time is that of what changes.
public final class CertificateCheck {
    private final Map<GroupId, NodeId> witnesses = new HashMap<>();
    private final Map<NodeId, SortedSet<GroupId>> users = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private CertificateCheck() {}

    /// Returns what is wrong with the certificate of the plan, as sentences; empty when it is right.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static List<String> faults(Plan plan, ClusterImage image, Certificate certificate) {
        List<Step> steps = plan.steps();
        if (certificate.states().size() != steps.size() + 1) {
            return List.of("there are " + certificate.states().size() + " states for " + steps.size() + " steps");
        }
        CertificateCheck check = new CertificateCheck();
        ClusterImage now = image;
        check.first(image, certificate.states().getFirst());
        for (int i = 0; i < steps.size(); i++) {
            ClusterImage next = Projection.project(now, steps.get(i));
            check.next(now, next, certificate.states().get(i), certificate.states().get(i + 1), i + 1);
            now = next;
        }
        return check.faults;
    }

    private void first(ClusterImage image, State state) {
        apply(state);
        Occupancy there = Occupancy.of(image);
        image.groups().keySet().forEach(group -> look(image, there, state, group, "at the start: "));
    }

    private void next(ClusterImage before, ClusterImage now, State last, State state, int step) {
        List<NodeId> nodes = SharedMap.differences(before.nodes(), now.nodes());
        List<GroupId> groups = SharedMap.differences(before.groups(), now.groups());
        if (nodes.isEmpty() && groups.isEmpty() && state.witnesses().isEmpty() && state.gone().isEmpty()
                && state.uncovered().equals(last.uncovered())) {
            return;
        }
        apply(state);
        TreeSet<GroupId> touched = new TreeSet<>(state.witnesses().keySet());
        touched.addAll(state.gone());
        if (!state.uncovered().equals(last.uncovered())) {
            last.uncovered().stream().filter(group -> !state.uncovered().contains(group)).forEach(touched::add);
        }
        for (NodeId node : nodes) {
            touched.addAll(usersOf(node));
            now.ownedBy(node).forEach(group -> touched.add(group.id()));
        }
        for (GroupId id : groups) {
            touched.add(id);
            GroupImage group = now.group(id);
            GroupImage was = before.group(id);
            if (!group.owner().equals(was.owner()) || !group.placement().owner().equals(was.placement().owner())
                    || !group.terms().equals(was.terms())) {
                group.owner().ifPresent(node -> crowded(now, node, touched));
                group.placement().owner().ifPresent(node -> crowded(now, node, touched));
            }
        }
        Occupancy there = Occupancy.of(now);
        touched.forEach(group -> look(now, there, state, group, "after step " + step + ": "));
    }

    /// The groups that count on the node and to which it matters what else is there.
    private void crowded(ClusterImage image, NodeId id, Set<GroupId> touched) {
        NodeImage node = image.node(id);
        usersOf(id).stream().filter(user -> Occupancy.matters(image, image.group(user), node)).forEach(touched::add);
    }

    private SortedSet<GroupId> usersOf(NodeId node) {
        return users.getOrDefault(node, SharedSet.empty());
    }

    private void apply(State state) {
        state.gone().forEach(this::forget);
        state.witnesses().forEach((group, node) -> {
            forget(group);
            witnesses.put(group, node);
            users.computeIfAbsent(node, _ -> new TreeSet<>()).add(group);
        });
    }

    private void forget(GroupId group) {
        NodeId before = witnesses.remove(group);
        if (before != null) {
            users.computeIfAbsent(before, _ -> new TreeSet<>()).remove(group);
        }
    }

    private void look(ClusterImage image, Occupancy there, State state, GroupId id, String where) {
        GroupImage group = image.groups().get(id);
        if (group == null || !group.intent().online() || group.owner().isEmpty()) {
            return;
        }
        NodeId witness = witnesses.get(id);
        if (witness != null) {
            against(image, there, group, group.owner().get(), witness).ifPresent(fault -> faults.add(where + fault));
        } else if (!state.uncovered().contains(id)) {
            faults.add(where + id + " has neither a witness nor a place among the uncovered");
        }
    }

    private Optional<String> against(ClusterImage image, Occupancy there, GroupImage group, NodeId owner,
            NodeId witness) {
        NodeImage node = image.nodes().get(witness);
        if (node == null || witness.equals(owner)) {
            return Optional.of(group.id() + " on " + owner + " cannot count on " + witness);
        }
        Optional<PlacementReason> crowded = Occupancy.matters(image, group, node)
                ? Occupancy.against(image, group, node, company(image, there, group, owner, witness))
                : Optional.empty();
        return crowded.or(() -> Receiving.reasonAgainst(image, group, node))
                .map(reason -> group.id() + " counts on " + witness + ": " + reason.facts());
    }

    /// What would be on the witness beside the group: what stays there, and what comes there with it.
    private List<GroupImage> company(ClusterImage image, Occupancy there, GroupImage group, NodeId owner,
            NodeId witness) {
        List<GroupImage> company = new ArrayList<>();
        for (GroupImage other : there.on(witness)) {
            if (!other.id().equals(group.id()) && !(other.intent().online() && isOn(other, owner))) {
                company.add(other);
            }
        }
        for (GroupId user : usersOf(witness)) {
            if (!user.equals(group.id()) && isOn(image.group(user), owner)) {
                company.add(image.group(user));
            }
        }
        return company;
    }

    private static boolean isOn(GroupImage group, NodeId node) {
        return group.owner().filter(node::equals).isPresent();
    }
}
