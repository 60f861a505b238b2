package dev.baton.simulator.world;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a simulated cluster is made of: its configuration, and what is installed and stored where when it begins. Every
/// command in the configuration is one that [Workshop] knows.
///
/// @param timings     of the single-owner protocol
/// @param latency     the longest way of one message, usually
/// @param clockBeyond whether one machine's clock runs faster or slower than is assumed of clocks
/// @param steady      whether nothing fails by itself, and the engine lives on the machines with a vote: without a
///                    majority of them it does nothing
/// @param atOnce      how many nodes may be changed together
/// @param off         machines that stay off
/// @param versions    of products, by node
/// @param formats     of data, by group
public record Scene(ClusterDocument document, LeaseTimings timings, Duration latency, boolean clockBeyond,
        boolean steady, int atOnce, Set<NodeId> off, SortedMap<NodeId, SortedMap<ProductId, Version>> versions,
        SortedMap<GroupId, Version> formats) {

    public Scene {
        off = Collections.unmodifiableSet(new TreeSet<>(off));
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
        formats = Collections.unmodifiableSortedMap(new TreeMap<>(formats));
    }

    /// Returns the scene that options mean.
    public static Scene of(Options options) {
        ClusterDocument document = Documents.cluster(options);
        TreeMap<NodeId, SortedMap<ProductId, Version>> versions = new TreeMap<>();
        document.nodes().keySet().forEach(node -> versions.put(node,
                new TreeMap<>(Map.of(Documents.PRODUCT, Documents.OLD))));
        TreeMap<GroupId, Version> formats = new TreeMap<>();
        document.groups().keySet().forEach(group -> formats.put(group, Documents.OLD.prefix(2)));
        return new Scene(document, options.timings(), options.latency(), options.clockBeyond(), false, 1, Set.of(),
                versions, formats);
    }
}
