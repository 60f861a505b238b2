package dev.baton.demo.h2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The files of H2 groups in one directory: scripts, jars, kinds, and the shared place of data and address locks.
///
/// ```
/// bin/h2-*.sh    the scripts of examples/h2
/// kinds/h2.yaml  the kind
/// upgrade.yaml   the upgrade
/// jars/          where installs take H2 from
/// shared/<group> the data of a group, which every node reaches
/// shared/addresses  one lock per address
/// ```
///
/// @param directory absolute
public record H2Workload(Path directory) {

    private static final List<String> SCRIPTS = List.of("h2-common.sh", "h2-server.sh", "h2-ready.sh", "h2-hold.sh",
            "h2-format.sh", "h2-version.sh", "h2-install.sh", "h2-selftest.sh", "h2-convert.sh");
    private static final List<String> FILES = List.of("kinds/h2.yaml", "upgrade.yaml");

    /// Writes scripts and configuration, and both jars.
    ///
    /// @throws IOException if they cannot be written or fetched
    public void install(H2Fetch fetch) throws IOException {
        for (String script : SCRIPTS) {
            Path file = resource("bin/" + script);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String file : FILES) {
            resource(file);
        }
        Files.createDirectories(directory.resolve("shared/addresses"));
        fetch.into(directory.resolve("jars"));
    }

    private Path resource(String name) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(directory.resolve(name.substring(0, name.lastIndexOf('/') + 1)));
        try (InputStream content = H2Workload.class.getResourceAsStream(name)) {
            if (content == null) {
                throw new IOException(name + " is missing from the program");
            }
            Files.write(file, content.readAllBytes());
        }
        return file;
    }

    /// Returns the path of a script.
    public Path script(String name) {
        return directory.resolve("bin").resolve(name);
    }

    /// Returns the directory of a group's data.
    public Path data(String group) {
        return directory.resolve("shared").resolve(group);
    }

    /// Returns the directory of the address locks.
    public Path addressLocks() {
        return directory.resolve("shared/addresses");
    }

    /// Returns what commands find in their environment on a node.
    ///
    /// @param node the node's own directory
    public SortedMap<String, String> environment(Path node) {
        return new TreeMap<>(Map.of(
                "H2_HOME", directory.resolve("bin").toString(),
                "H2_JARS", directory.resolve("jars").toString(),
                "H2_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "H2_NODE_DIR", node.toString()));
    }

    /// Installs a version of H2 on a node, as an upgrade would.
    ///
    /// @throws IOException if it cannot be installed
    public void installOn(Path node, H2Version version) throws IOException {
        Files.createDirectories(node);
        run(environment(node), script("h2-install.sh").toString(), version.text());
    }

    /// Creates the database of each group, empty, in the format of the old version, with the table that clients write
    /// to.
    ///
    /// @throws IOException if it cannot be created
    public void create(List<String> groups) throws IOException {
        Path template = Files.createTempDirectory(directory, "template");
        try {
            Path sql = template.resolve("create.sql");
            Files.writeString(sql, """
                    create table writes(writer varchar(40) not null, sequence bigint not null, \
                    checksum bigint not null, primary key(writer, sequence));
                    """);
            run(Map.of(), Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-cp",
                    directory.resolve("jars").resolve(H2Version.OLD.jarName()).toString(),
                    "org.h2.tools.RunScript", "-url", "jdbc:h2:" + template.resolve("db"), "-user", "sa",
                    "-script", sql.toString());
            for (String group : groups) {
                Path files = Path.of("h2-" + H2Version.OLD.format());
                Files.createDirectories(data(group).resolve(files));
                Files.copy(template.resolve("db.mv.db"), data(group).resolve(files).resolve("db.mv.db"));
                Files.createSymbolicLink(data(group).resolve("current"), files);
            }
        } finally {
            Directories.delete(template);
        }
    }

    /// Returns the format of a group's data, as the data itself says.
    ///
    /// @throws IOException if the data does not say
    public String format(String group) throws IOException {
        return run(Map.of(), script("h2-format.sh").toString(), data(group).toString()).strip();
    }

    /// Returns what the owner log and the locks of a group say of two owners at once: nothing when there never
    /// were two.
    ///
    /// @throws IOException if they cannot be read
    public List<String> ownerFaults(String group) throws IOException {
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

    /// Returns whether the old version refuses a copy of the group's data.
    ///
    /// @throws IOException if the old version cannot be run
    public boolean oldVersionRefuses(String group) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy");
        try {
            Files.copy(data(group).resolve("current").resolve("db.mv.db"), copy.resolve("db.mv.db"));
            Process process = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1", "-cp",
                    directory.resolve("jars").resolve(H2Version.OLD.jarName()).toString(), "org.h2.tools.Shell",
                    "-url", "jdbc:h2:" + copy.resolve("db") + ";IFEXISTS=TRUE", "-user", "sa", "-sql",
                    "select count(*) from writes").redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            return await(process) != 0;
        } finally {
            Directories.delete(copy);
        }
    }

    /// Returns what the server at an address says of its own version.
    ///
    /// @throws SQLException if it does not answer
    public static String serverVersion(H2Address address) throws SQLException {
        try (Connection connection = DriverManager.getConnection(address.url(), "sa", "");
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("select h2version()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String run(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (await(process) != 0) {
            throw new IOException(command[0] + " failed: " + said.strip());
        }
        return said;
    }

    private static int await(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new IOException("interrupted", e);
        }
    }
}
