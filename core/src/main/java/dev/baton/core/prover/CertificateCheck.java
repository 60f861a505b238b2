package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.PlacementReason;
import dev.baton.core.model.SharedMap;
import dev.baton.core.plan.Course;
import dev.baton.core.plan.Plan;
import dev.baton.core.prover.Certificate.State;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.rules.Occupancy;
import dev.baton.core.rules.Receiving;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a certificate by looking, not by searching: each witness may take its group, there is room for it beside what
/// stays there and what else comes there with it, and every group that must have a witness has one or is listed as
/// uncovered. What neither the step nor the certificate touched stood in the state before and is not looked at again,
/// so the time is that of what changes.
public final class CertificateCheck {
    private final Ledger ledger;
    private final List<String> faults = new ArrayList<>();

    private CertificateCheck(ClusterImage image) {
        ledger = new Ledger(image.groups().values());
    }

    /// Returns what is wrong with the certificate of the plan, as sentences; empty when it is right.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static List<String> faults(Plan plan, ClusterImage image, Certificate certificate) {
        return faults(Course.of(image, plan.steps()).images(), certificate);
    }

    /// Returns the same for one who has followed the steps of the plan.
    ///
    /// @param images the image at the start, and after each step
    static List<String> faults(List<ClusterImage> images, Certificate certificate) {
        List<State> states = certificate.states();
        if (states.size() != images.size()) {
            return List.of("there are " + states.size() + " states for " + (images.size() - 1) + " steps");
        }
        CertificateCheck check = new CertificateCheck(images.getFirst());
        check.first(images.getFirst(), states.getFirst());
        for (int i = 1; i < images.size(); i++) {
            check.next(images.get(i - 1), images.get(i), states.get(i - 1), states.get(i), i);
        }
        return check.faults;
    }

    private void first(ClusterImage image, State state) {
        apply(state);
        Look look = new Look(image, state, 0);
        image.groups().values().forEach(look::at);
        image.nodes().values().forEach(look::crowded);
    }

    private void next(ClusterImage before, ClusterImage now, State last, State state, int step) {
        List<NodeId> nodes = SharedMap.differences(before.nodes(), now.nodes());
        List<GroupId> groups = SharedMap.differences(before.groups(), now.groups());
        if (nodes.isEmpty() && groups.isEmpty() && state.changes().isEmpty()
                && state.uncovered().equals(last.uncovered())) {
            return;
        }
        for (GroupId group : groups) {
            ledger.set(now.group(group));
        }
        apply(state);
        Look look = new Look(now, state, step);
        for (GroupId group : touched(now, last, state, nodes, groups)) {
            look.at(now.groups().get(group));
        }
        for (GroupId group : groups) {
            look.together(group);
        }
        for (CoverWalk.Change change : state.changes()) {
            look.together(change.group());
        }
        crowded(before, now, nodes, groups, look);
    }

    /// The groups that the step or the certificate touched.
    private Collection<GroupId> touched(ClusterImage now, State last, State state, List<NodeId> nodes,
            List<GroupId> groups) {
        if (nodes.isEmpty() && state.uncovered().equals(last.uncovered())) {
            // As most steps have it.
            List<GroupId> few = new ArrayList<>(groups);
            for (CoverWalk.Change change : state.changes()) {
                if (!groups.contains(change.group())) {
                    few.add(change.group());
                }
            }
            return few;
        }
        Set<GroupId> touched = new LinkedHashSet<>(groups);
        for (CoverWalk.Change change : state.changes()) {
            touched.add(change.group());
        }
        for (GroupId group : last.uncovered()) {
            if (!state.uncovered().contains(group)) {
                touched.add(group);
            }
        }
        for (NodeId node : nodes) {
            for (Ledger.Coming coming : ledger.comingTo(node).values()) {
                touched.addAll(coming.groups());
            }
            for (GroupImage group : now.ownedBy(node)) {
                touched.add(group.id());
            }
        }
        return touched;
    }

    /// Looks at the nodes that have less room than before, or to which something came; at some of them twice.
    private static void crowded(ClusterImage before, ClusterImage now, List<NodeId> nodes, List<GroupId> groups,
            Look look) {
        for (NodeId node : nodes) {
            if (!before.node(node).capacity().equals(now.node(node).capacity())) {
                look.crowded(now.nodes().get(node));
            }
        }
        for (GroupId id : groups) {
            GroupImage group = now.group(id);
            NodeId owner = group.claim().isEmpty() ? null : group.claim().get().node();
            NodeId towards = group.placement().owner().orElse(null);
            if (owner != null) {
                look.crowded(now.nodes().get(owner));
            }
            if (towards != null && !towards.equals(owner)) {
                look.crowded(now.nodes().get(towards));
            }
        }
    }

    private void apply(State state) {
        for (CoverWalk.Change change : state.changes()) {
            ledger.setWitness(change.group(), change.witness().orElse(null));
        }
    }

    /// Looks at one state.
    private final class Look {
        private final ClusterImage image;
        private final State state;
        private final int steps;

        /// @param steps that are done
        Look(ClusterImage image, State state, int steps) {
            this.image = image;
            this.state = state;
            this.steps = steps;
        }

        private String where() {
            return steps == 0 ? "at the start: " : "after step " + steps + ": ";
        }

        /// Whether the group has a witness if it needs one, and the witness may take it.
        void at(@Nullable GroupImage group) {
            if (group == null || !group.intent().online() || group.claim().isEmpty()) {
                return;
            }
            NodeId owner = group.claim().get().node();
            NodeId witness = ledger.witness(group.id());
            if (witness == null) {
                if (!state.uncovered().contains(group.id())) {
                    faults.add(where() + group.id() + " has neither a witness nor a place among the uncovered");
                }
                return;
            }
            NodeImage node = image.nodes().get(witness);
            if (node == null || witness.equals(owner)) {
                faults.add(where() + group.id() + " on " + owner + " cannot count on " + witness);
                return;
            }
            Optional<PlacementReason> against = Receiving.reasonAgainst(image, group, node);
            if (against.isPresent()) {
                fault(group, witness, against.get());
            }
        }

        /// Whether all that count on the node, to which something came, have room there still.
        void crowded(@Nullable NodeImage node) {
            if (node != null) {
                for (Map.Entry<NodeId, Ledger.Coming> coming : ledger.comingTo(node.id()).entrySet()) {
                    room(node, coming.getKey(), coming.getValue());
                }
            }
        }

        /// Whether the group has room with those of its owner that count on the same node.
        void together(GroupId id) {
            GroupImage group = image.groups().get(id);
            NodeId witness = ledger.witness(id);
            NodeImage node = witness == null ? null : image.nodes().get(witness);
            if (group != null && node != null && group.claim().isPresent()) {
                NodeId owner = group.claim().get().node();
                Ledger.Coming coming = ledger.comingTo(node.id()).get(owner);
                if (coming != null) {
                    room(node, owner, coming);
                }
            }
        }

        /// Whether they have room together, or else one by one.
        private void room(NodeImage node, NodeId owner, Ledger.Coming coming) {
            boolean each = image.settings().oneGroupPerNode() || !ledger.surelyRoom(node, coming);
            if (each || coming.anyChoosy()) {
                coming.groups().stream().map(image::group).filter(group -> group.intent().online())
                        .filter(group -> each ? Occupancy.matters(image, group, node) : group.terms().choosy())
                        .forEach(group -> Occupancy.against(image, group, node, company(group, owner, node.id(),
                                coming.groups())).ifPresent(reason -> fault(group, node.id(), reason)));
            }
        }

        private void fault(GroupImage group, NodeId witness, PlacementReason reason) {
            faults.add(where() + group.id() + " counts on " + witness + ": " + reason.facts());
        }

        /// What would be on the witness beside the group: what stays there, and what comes there with it.
        private List<GroupImage> company(GroupImage group, NodeId owner, NodeId witness, List<GroupId> coming) {
            List<GroupImage> company = new ArrayList<>();
            for (GroupImage other : image.boundTo(witness)) {
                boolean leaves = other.intent().online() && other.isOwnedBy(owner);
                if (!other.id().equals(group.id()) && !leaves) {
                    company.add(other);
                }
            }
            for (GroupId user : coming) {
                if (!user.equals(group.id())) {
                    company.add(image.group(user));
                }
            }
            return company;
        }
    }
}
