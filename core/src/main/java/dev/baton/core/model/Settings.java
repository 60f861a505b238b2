package dev.baton.core.model;

import java.util.Optional;

/// What holds for the whole cluster.
///
/// @param name            of the cluster
/// @param oneGroupPerNode hard anti-affinity between all groups; the default above two nodes
/// @param fencing         how a silent machine is made sure to be dead: `none` or the name of a fence agent
/// @param device          that fence agent with its options, when there is one
/// @param watch           what people want to be told of; empty when they said nothing, also by an older build
public record Settings(String name, boolean oneGroupPerNode, String fencing, Optional<FenceDevice> device,
        Optional<Watch> watch) {

    public Settings {
        watch = watch.filter(said -> !said.equals(Watch.NONE));
    }

    /// Of which people want to be told nothing in particular.
    public Settings(String name, boolean oneGroupPerNode, String fencing, Optional<FenceDevice> device) {
        this(name, oneGroupPerNode, fencing, device, Optional.empty());
    }

    /// Without a fence agent that Baton runs.
    public Settings(String name, boolean oneGroupPerNode, String fencing) {
        this(name, oneGroupPerNode, fencing, Optional.empty());
    }

    /// Before anything is configured.
    public static final Settings NONE = new Settings("", false, "none");

    /// Returns what people want to be told of, the defaults where they did not say.
    public Watch watching() {
        return watch.orElse(Watch.NONE);
    }
}
