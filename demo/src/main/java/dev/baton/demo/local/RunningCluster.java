package dev.baton.demo.local;

import dev.baton.cli.api.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A local cluster as any program of the same user finds it: its directory. What is done to its nodes here is done to
/// the real processes and the real wires.
///
/// @param directory below the system's temporary directory
public record RunningCluster(Path directory) {

    /// The copy of the notice in the cluster's own directory.
    static final String NOTICE = "notice";
    private static final String PREFIX = "baton-demo-";

    /// Returns the cluster of this user that was announced last, which is the one that every other command talks with;
    /// empty when its launcher lives no more.
    ///
    /// @throws IOException if the temporary directory cannot be read
    public static Optional<RunningCluster> announced() throws IOException {
        Path notice = Endpoints.demoState(System.getenv());
        if (!Files.isReadable(notice)) {
            return Optional.empty();
        }
        String now = Files.readString(notice);
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> found = Files.list(temporary)) {
            return found.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(path -> isLive(path) && says(path.resolve(NOTICE), now)).findFirst()
                    .map(RunningCluster::new);
        }
    }

    private static boolean says(Path file, String text) {
        try {
            return Files.readString(file).equals(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isLive(Path directory) {
        try {
            return Files.isDirectory(directory.resolve("nodes"))
                    && Files.getOwner(directory).getName().equals(System.getProperty("user.name"))
                    && Processes.lives(Files.readString(directory.resolve("launcher")));
        } catch (IOException e) {
            return false;
        }
    }

    /// Returns the names of its nodes, the witness among them.
    ///
    /// @throws IOException if its directory cannot be read
    public List<String> nodeNames() throws IOException {
        try (Stream<Path> nodes = Files.list(directory.resolve("nodes"))) {
            return nodes.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /// Returns a node.
    ///
    /// @throws IllegalArgumentException naming the known ones, if there is none of that name
    /// @throws IOException              if its directory cannot be read
    public LocalNode node(String name) throws IOException {
        List<String> known = nodeNames();
        if (!known.contains(name)) {
            throw new IllegalArgumentException("the demo has no node '" + name + "'; it has: "
                    + String.join(", ", known));
        }
        return new LocalNode(directory, name);
    }

    /// Cuts a node off from the others. Its clients still reach it.
    ///
    /// @throws IOException if the cluster is gone
    public void cut(String node) throws IOException {
        Faults.cut(faults(), node(node).name());
    }

    /// Ends [#cut].
    ///
    /// @throws IOException if the cluster is gone
    public void restore(String node) throws IOException {
        Faults.restore(faults(), node(node).name());
    }

    Path faults() {
        return directory.resolve("cut");
    }
}
