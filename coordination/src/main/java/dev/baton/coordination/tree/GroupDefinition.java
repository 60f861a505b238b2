package dev.baton.coordination.tree;

import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Resource;
import java.util.List;
import java.util.SortedSet;

/// A group as the configuration defines it, parameters filled in.
///
/// @param resources in start order
public record GroupDefinition(KindId kind, List<Resource> resources, List<NodeId> preferred, SortedSet<NodeId> possible,
        boolean critical) {}
