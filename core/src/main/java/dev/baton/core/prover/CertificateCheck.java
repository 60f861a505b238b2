package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.prover.Certificate.State;
import dev.baton.core.rules.Receiving;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Checks a certificate by looking, not by searching: each witness may take its group, nothing that stays is in its
/// way, no two groups of one node count on the same place, and every group that must have a witness has one or is
/// listed as uncovered.
public final class CertificateCheck {

    private CertificateCheck() {}

    /// Returns what is wrong with the certificate of the plan, as sentences; empty when it is right.
    ///
    /// @throws IllegalArgumentException if a step names something that the image does not define
    public static List<String> faults(Plan plan, ClusterImage image, Certificate certificate) {
        List<Step> steps = plan.steps();
        if (certificate.states().size() != steps.size() + 1) {
            return List.of("there are " + certificate.states().size() + " states for " + steps.size() + " steps");
        }
        List<String> faults = new ArrayList<>();
        ClusterImage now = image;
        for (int i = 0; i <= steps.size(); i++) {
            String where = i == 0 ? "at the start: " : "after step " + i + ": ";
            faults(now, certificate.states().get(i)).forEach(fault -> faults.add(where + fault));
            if (i < steps.size()) {
                now = Projection.project(now, steps.get(i));
            }
        }
        return faults;
    }

    /// Returns what is wrong with one state's witnesses.
    static List<String> faults(ClusterImage image, State state) {
        List<String> faults = new ArrayList<>();
        Map<NodeId, Set<NodeId>> promised = new HashMap<>();
        Map<NodeId, List<GroupImage>> there = bound(image);
        for (GroupImage group : image.groups().values()) {
            if (!group.intent().online() || group.owner().isEmpty()) {
                continue;
            }
            NodeId owner = group.owner().get();
            NodeId witness = state.witnesses().get(group.id());
            if (witness == null) {
                if (!state.uncovered().contains(group.id())) {
                    faults.add(group.id() + " has neither a witness nor a place among the uncovered");
                }
                continue;
            }
            against(image, group, owner, witness, there).ifPresent(faults::add);
            if (image.settings().oneGroupPerNode()
                    && !promised.computeIfAbsent(owner, _ -> new HashSet<>()).add(witness)) {
                faults.add("two groups of " + owner + " count on " + witness);
            }
        }
        return faults;
    }

    private static Optional<String> against(ClusterImage image, GroupImage group, NodeId owner, NodeId witness,
            Map<NodeId, List<GroupImage>> there) {
        NodeImage node = image.nodes().get(witness);
        if (node == null || witness.equals(owner)) {
            return Optional.of(group.id() + " on " + owner + " cannot count on " + witness);
        }
        Optional<GroupId> inTheWay = !image.settings().oneGroupPerNode() ? Optional.empty()
                : there.getOrDefault(witness, List.of()).stream().filter(other -> !other.id().equals(group.id())
                        && !other.owner().equals(Optional.of(owner))).map(GroupImage::id).findFirst();
        return inTheWay.map(other -> group.id() + " counts on " + witness + ", which has " + other)
                .or(() -> Receiving.reasonAgainst(image, group, node)
                        .map(reason -> group.id() + " counts on " + witness + ": " + reason.facts()));
    }

    private static Map<NodeId, List<GroupImage>> bound(ClusterImage image) {
        Map<NodeId, List<GroupImage>> there = new HashMap<>();
        for (GroupImage group : image.groups().values()) {
            Set<NodeId> nodes = new HashSet<>();
            group.owner().ifPresent(nodes::add);
            group.placement().owner().ifPresent(nodes::add);
            nodes.forEach(node -> there.computeIfAbsent(node, _ -> new ArrayList<>()).add(group));
        }
        return there;
    }
}
