package dev.baton.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a daemon says of its own machine, at one moment.
///
/// @param node        which node it is
/// @param clock       what the machine's wall clock said while it was asked
/// @param bootId      which boot of the machine this is, by its kernel's name; empty when unknown
/// @param fileSystems those in which directories lie that matter, none twice
/// @param unanswered  directories whose file system did not answer, or not in time
public record MachineFacts(NodeId node, Instant clock, String bootId, List<FileSystem> fileSystems,
        List<String> unanswered) {

    public MachineFacts {
        fileSystems = List.copyOf(fileSystems);
        unanswered = List.copyOf(unanswered);
    }

    /// A file system that can be written.
    ///
    /// @param directories that matter and lie in it; at least one
    /// @param free        bytes that others than root can still write
    /// @param total       bytes that it has room for
    public record FileSystem(List<String> directories, long free, long total) {
        public FileSystem {
            directories = List.copyOf(directories);
        }
    }

    /// Returns the absolute paths among the parameters of the groups that a node may own, by name: data and backups are
    /// in some of them, and which of them are directories only the machine knows.
    public static SortedSet<String> pathsNamedFor(ClusterImage image, NodeImage node) {
        TreeSet<String> paths = new TreeSet<>();
        if (!node.witness()) {
            image.groups().values().stream().filter(group -> group.possible().isEmpty()
                    || group.possible().contains(node.id())).forEach(group -> {
                        paths(group.parameters(), paths);
                        group.resources().forEach(resource -> paths(resource.with(), paths));
                    });
        }
        return paths;
    }

    private static void paths(SortedMap<String, String> parameters, Set<String> into) {
        parameters.entrySet().stream().filter(one -> !one.getKey().endsWith(Resource.FROM_FILE))
                .map(Map.Entry::getValue)
                .filter(value -> value.startsWith("/") && value.chars().noneMatch(Character::isWhitespace))
                .forEach(into::add);
    }
}
