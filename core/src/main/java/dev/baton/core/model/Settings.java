package dev.baton.core.model;

/// What holds for the whole cluster.
///
/// @param name            of the cluster
/// @param oneGroupPerNode hard anti-affinity between all groups; the default above two nodes
/// @param fencing         how a silent machine is made sure to be dead: `none` or the name of a fence agent
public record Settings(String name, boolean oneGroupPerNode, String fencing) {

    /// Before anything is configured.
    public static final Settings NONE = new Settings("", false, "none");
}
