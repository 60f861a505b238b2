package dev.baton.demo.local;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the groups of a local cluster run: one product in two versions, a database for each group with the table that
/// clients write to, and the files of both in one directory.
///
/// ```
/// kinds/<product>.yaml  the kind, of the same name as the product
/// upgrade.yaml          the upgrade
/// shared/<group>        the data of a group, which every node reaches
///   owners.log          one line per program that opened it: node epoch start pid, or what it met instead
/// ```
///
/// Methods may be called by any thread, one at a time for the same group or node.
public interface Workload {

    /// Returns the directory of everything, absolute.
    Path directory();

    /// Returns the product, and by its name the kind.
    ProductId product();

    /// Returns the version with which a cluster begins.
    Version from();

    /// Returns the version to which `upgrade.yaml` goes.
    Version to();

    /// Writes scripts and configuration, and gets both versions.
    ///
    /// @throws IOException if they cannot be written or fetched
    void install() throws IOException;

    /// Creates the database of each group, empty, as the first version makes it.
    ///
    /// @throws IOException if it cannot be created
    void create(List<String> groups) throws IOException;

    /// Installs a version on a node, as an upgrade would.
    ///
    /// @param node the node's own directory
    /// @throws IOException if it cannot be installed
    void installOn(Path node, Version version) throws IOException;

    /// Returns what commands find in their environment on a node.
    ///
    /// @param node the node's own directory
    SortedMap<String, String> environment(Path node);

    /// Returns the parameters of a group whose server listens at an address, as `cluster.yaml` has them: where its data
    /// is, and where it listens. A map that may be added to.
    ///
    /// @throws IOException if what they name cannot be made
    default SortedMap<String, String> parameters(GroupAddress address) throws IOException {
        return new TreeMap<>(Map.of("data", data(address.group()).toString(), "address", address.address(),
                "port", Integer.toString(address.port())));
    }

    /// Returns the server of a group as clients at an address reach it.
    Server server(GroupAddress address);

    /// Returns what a server says of its own version.
    ///
    /// @throws SQLException if it does not answer
    String serverVersion(Server server) throws SQLException;

    /// Returns the format of a group's data, as the data itself says.
    ///
    /// @throws IOException if the data does not say
    String format(String group) throws IOException;

    /// Returns whether the first version refuses a copy of the group's data.
    ///
    /// @throws IOException if the first version cannot be run
    boolean oldVersionRefuses(String group) throws IOException;

    /// Returns the directory of a group's data.
    default Path data(String group) {
        return directory().resolve("shared").resolve(group);
    }

    /// Returns what the owner log and the locks of a group say of two owners at once: nothing when there never
    /// were two.
    ///
    /// @throws IOException if they cannot be read
    default List<String> ownerFaults(String group) throws IOException {
        List<String> faults = new ArrayList<>();
        Path log = data(group).resolve("owners.log");
        if (Files.exists(log)) {
            Files.readAllLines(log).stream().filter(line -> line.matches("\\S+ \\S+ (conflict|overlap) .*"))
                    .forEach(faults::add);
        }
        Path conflicts = data(group).resolve("disk.lock.conflicts");
        if (Files.exists(conflicts)) {
            faults.addAll(Files.readAllLines(conflicts));
        }
        return faults;
    }
}
