package dev.baton.cli.command;

import dev.baton.cli.terminal.Failure;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.Intent;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.planner.WhatIf;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What is supposed of a cluster that is otherwise as it is: sentences of a few words each, such as `node2 down`.
final class AsIf {

    /// The sentences that are understood.
    static final String GRAMMAR = """
            NODE down                        NODE has PRODUCT VERSION
            NODE paused by WHO               NODE closed by WHO
            NODE held by the run             +node, or -NODE with its groups failed over
            GROUP on NODE                    GROUP data VERSION
            GROUP offline                    GROUP without RESOURCE, by a run that was cut off
            RESOURCE of GROUP kept offline""";

    private AsIf() {}

    /// Returns the image as if all of that were so, one after the other.
    ///
    /// @throws Failure if a sentence says nothing known, or of something that the cluster does not have
    static ClusterImage of(ClusterImage image, List<String> sentences) {
        ClusterImage now = image;
        for (String sentence : sentences) {
            try {
                now = of(now, sentence);
            } catch (IllegalArgumentException wrong) {
                throw Failure.usage("'" + sentence + "': " + wrong.getMessage() + ".\nWhat is understood:\n"
                        + GRAMMAR.indent(2).stripTrailing());
            }
        }
        return now;
    }

    private static ClusterImage of(ClusterImage image, String sentence) {
        String[] words = sentence.strip().split("\\s+");
        String rest = String.join(" ", Arrays.asList(words).subList(1, words.length));
        if (words.length == 1) {
            return resized(image, words[0]);
        }
        if (words.length == 5 && rest.startsWith("of ") && rest.endsWith(" kept offline")) {
            return keptOffline(image, image.group(new GroupId(words[2])), new ResourceId(words[0]));
        }
        return image.nodes().keySet().stream().anyMatch(node -> node.value().equals(words[0]))
                ? ofNode(image, image.node(new NodeId(words[0])), rest, words)
                : ofGroup(image, image.group(new GroupId(words[0])), words);
    }

    /// Returns the image with one more node (`+node`), or without one (`-NODE`).
    ///
    /// @throws IllegalArgumentException if the words say neither, or the node's groups would find no other
    static ClusterImage resized(ClusterImage image, String change) {
        if (change.equals("+node")) {
            return WhatIf.oneMoreNode(image).orElseThrow(() -> new IllegalArgumentException("no node is up"));
        }
        if (!change.startsWith("-")) {
            throw new IllegalArgumentException("expected +node or -NODE");
        }
        return WhatIf.without(image, new NodeId(change.substring(1))).orElseThrow(() ->
                new IllegalArgumentException("the groups of " + change.substring(1) + " would find no node"));
    }

    private static ClusterImage ofNode(ClusterImage image, NodeImage node, String rest, String[] words) {
        return switch (words[1]) {
            case "down" -> image.with(node.withMembership(Membership.DOWN, node.incarnation(), node.bootId()));
            case "has" -> image.with(node.withFacts(node.facts().with(new ProductId(word(words, 2)),
                    new Version(word(words, 3)))));
            case "paused", "closed" -> image.with(node.withHold(new Hold(new HoldId("supposed"),
                    words[words.length - 1], "as if",
                    words[1].equals("paused") ? Hold.Strength.PAUSED : Hold.Strength.CLOSED,
                    Optional.empty())));
            case "held" -> image.with(node.withHold(new Hold(Projection.RUN_HOLD, "run", "upgrade",
                    Hold.Strength.CLOSED, Optional.empty())));
            default -> throw new IllegalArgumentException("'" + rest + "' says nothing known of a node");
        };
    }

    private static ClusterImage ofGroup(ClusterImage image, GroupImage group, String[] words) {
        return switch (words[1]) {
            case "on" -> image.with(group.settledOn(image.node(new NodeId(word(words, 2))),
                    group.placement().movedTo(new NodeId(word(words, 2)), "as if")));
            case "data" -> image.with(group.withFormat(new Format.At(new Version(word(words, 2)))));
            case "offline" -> offline(image, group.withIntent(new Intent(false, new TreeSet<>())), group.resourceIds());
            case "without" -> offline(image, group, group.withDependants(new TreeSet<>(List.of(
                    group.resource(new ResourceId(word(words, 2))).id()))));
            default -> throw new IllegalArgumentException("'" + words[1] + "' says nothing known of a group");
        };
    }

    private static ClusterImage keptOffline(ClusterImage image, GroupImage group, ResourceId resource) {
        GroupImage kept = group.withIntent(new Intent(true, new TreeSet<>(List.of(group.resource(resource).id()))));
        return offline(image, kept, kept.intendedOffline());
    }

    private static ClusterImage offline(ClusterImage image, GroupImage group, java.util.SortedSet<ResourceId> which) {
        return group.owner().map(owner -> image.with(group.settledOn(image.node(owner),
                group.placement().withOffline(which, "as if")))).orElseGet(() -> image.with(group));
    }

    private static String word(String[] words, int index) {
        if (index >= words.length) {
            throw new IllegalArgumentException("something is missing at the end");
        }
        return words[index];
    }
}
