package dev.baton.coordination.tree;

import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Intent;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Placement;
import dev.baton.core.model.Resource;
import dev.baton.core.model.Terms;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// A group as the configuration defines it, parameters filled in.
///
/// @param parameters what the kind asks of the group; every command about the group finds them in its environment as
///                   `BATON_WITH_<NAME>`
/// @param resources  in start order, parameters filled in
/// @param terms      what it asks of its node and of the groups beside it
public record GroupDefinition(KindId kind, SortedMap<String, String> parameters, List<Resource> resources,
        List<NodeId> preferred, SortedSet<NodeId> possible,
        boolean critical, Terms terms) {

    public GroupDefinition {
        resources = List.copyOf(resources);
        preferred = List.copyOf(preferred);
    }

    /// Returns the group as it is defined, never placed yet.
    public GroupImage image(GroupId id, Format format) {
        return new GroupImage(id, kind, parameters, resources, preferred, possible, critical, Intent.ONLINE,
                Placement.NONE, Optional.empty(), Optional.empty(), format, terms);
    }
}
