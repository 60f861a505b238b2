package dev.baton.core.plan;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.SharedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What of a cluster matters to a plan, as sentences that compare by value: each node's membership, holds and versions;
/// each group's owner, intent, format, what is offline, and whether it is unmanaged.
///
/// @param nodes  by name
/// @param groups by name
public record PlanBasis(SortedMap<NodeId, String> nodes, SortedMap<GroupId, String> groups) {

    public PlanBasis {
        nodes = SharedMap.copyOf(nodes);
        groups = SharedMap.copyOf(groups);
    }

    /// Returns the basis of an image.
    public static PlanBasis of(ClusterImage image) {
        return new PlanBasis(SharedMap.copyOf(image.nodes()).mapped((_, node) -> sentence(node)),
                SharedMap.copyOf(image.groups()).mapped((_, group) -> sentence(group)));
    }

    private static String sentence(NodeImage node) {
        return node.id() + " is " + node.membership().word() + " with " + node.facts().versions()
                + (node.holds().isEmpty() ? "" : " and holds " + node.holds().keySet());
    }

    private static String sentence(GroupImage group) {
        return group.id() + " is on " + group.owner().map(NodeId::value).orElse("no node") + ", "
                + (group.intent().online() ? "to be online" : "to be offline")
                + (group.placement().offline().isEmpty() ? "" : " but " + group.placement().offline())
                + ", data " + group.format() + group.placement().detachment().map(how -> ", "
                        + how.name().toLowerCase(Locale.ROOT)).orElse("")
                + (group.placement().managed() ? "" : ", unmanaged");
    }

    /// What differs between the image a plan was made for and another.
    ///
    /// @param planned the sentence then
    /// @param now     the sentence now
    public record Difference(String planned, String now) {}

    /// Returns where the other basis differs from this one; empty when the plan still fits.
    public List<Difference> differences(PlanBasis other) {
        List<Difference> found = new ArrayList<>();
        compare(nodes, other.nodes, found);
        compare(groups, other.groups, found);
        return found;
    }

    /// Returns how the second image differs from the first in what matters to a plan; only what the two do not share is
    /// looked at.
    public static List<Difference> between(ClusterImage before, ClusterImage after) {
        List<Difference> found = new ArrayList<>();
        for (NodeId id : SharedMap.differences(before.nodes(), after.nodes())) {
            compare(sentence(id, Optional.ofNullable(before.nodes().get(id)).map(PlanBasis::sentence), "was"),
                    sentence(id, Optional.ofNullable(after.nodes().get(id)).map(PlanBasis::sentence), "is"), found);
        }
        for (GroupId id : SharedMap.differences(before.groups(), after.groups())) {
            GroupImage was = before.groups().get(id);
            GroupImage is = after.groups().get(id);
            if (was == null || is == null || !alike(was, is)) {
                compare(sentence(id, Optional.ofNullable(was).map(PlanBasis::sentence), "was"),
                        sentence(id, Optional.ofNullable(is).map(PlanBasis::sentence), "is"), found);
            }
        }
        return found;
    }

    /// Whether the sentences of the two are the same.
    private static boolean alike(GroupImage one, GroupImage other) {
        return one.owner().equals(other.owner()) && one.intent().online() == other.intent().online()
                && one.placement().offline().equals(other.placement().offline())
                && one.placement().detachment().equals(other.placement().detachment())
                && one.placement().managed() == other.placement().managed()
                && one.format().equals(other.format());
    }

    private static String sentence(Object name, Optional<String> known, String verb) {
        return known.orElseGet(() -> name + " " + verb + " not defined");
    }

    private static void compare(String then, String now, List<Difference> found) {
        if (!then.equals(now)) {
            found.add(new Difference(then, now));
        }
    }

    private static <K extends Comparable<K>> void compare(SortedMap<K, String> before, SortedMap<K, String> after,
            List<Difference> found) {
        if (before.equals(after)) {
            return;
        }
        TreeMap<K, String> all = new TreeMap<>(before);
        all.putAll(after);
        for (K name : all.keySet()) {
            compare(before.getOrDefault(name, name + " was not defined"),
                    after.getOrDefault(name, name + " is not defined"), found);
        }
    }
}
