package dev.baton.demo.h2;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Server;
import dev.baton.demo.local.GroupAddress;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
/// @param fetch     gets the jars
public record H2Workload(Path directory, H2Fetch fetch) implements Workload {

    private static final List<String> SCRIPTS = List.of("h2-common.sh", "h2-server.sh", "h2-ready.sh", "h2-hold.sh",
            "h2-format.sh", "h2-version.sh", "h2-install.sh", "h2-selftest.sh", "h2-convert.sh",
            "h2-backup.sh", "h2-restore.sh");
    private static final List<String> FILES = List.of("kinds/h2.yaml", "upgrade.yaml");

    @Override
    public ProductId product() {
        return new ProductId("h2");
    }

    @Override
    public Version from() {
        return H2Version.OLD.version();
    }

    @Override
    public Version to() {
        return H2Version.NEW.version();
    }

    @Override
    public void install() throws IOException {
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

    /// Returns the directory of the address locks.
    public Path addressLocks() {
        return directory.resolve("shared/addresses");
    }

    @Override
    public SortedMap<String, String> environment(Path node) {
        return new TreeMap<>(Map.of(
                "H2_HOME", directory.resolve("bin").toString(),
                "H2_JARS", directory.resolve("jars").toString(),
                "H2_JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "H2_NODE_DIR", node.toString()));
    }

    @Override
    public SortedMap<String, String> parameters(GroupAddress address) throws IOException {
        Path locks = Files.createDirectories(addressLocks().resolve(address.group()));
        SortedMap<String, String> parameters = Workload.super.parameters(address);
        parameters.put("locks", locks.toString());
        return parameters;
    }

    @Override
    public Server server(GroupAddress address) {
        return new H2Address(address.group(), address.address(), address.port());
    }

    @Override
    public void installOn(Path node, Version version) throws IOException {
        Files.createDirectories(node);
        run(environment(node), script("h2-install.sh").toString(), version.value());
    }

    @Override
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

    @Override
    public String format(String group) throws IOException {
        return run(Map.of(), script("h2-format.sh").toString(), data(group).toString()).strip();
    }

    @Override
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

    @Override
    public String serverVersion(Server server) throws SQLException {
        try (Connection connection = server.connect();
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
