package dev.baton.integration;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Server;
import dev.baton.demo.local.GroupAddress;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Derby network servers, run by the files of `examples/derby`. The new version opens what the old one wrote; the old
/// one refuses what the new one converted.
///
/// @param directory absolute
record DerbyWorkload(Path directory) implements Workload {

    private static final Path EXAMPLE = Path.of("..", "examples", "derby");
    /// Where the build puts both versions.
    private static final Path JARS = Path.of("target", "derby").toAbsolutePath();
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String OLD_FORMAT = "10.14";

    /// The database of a group, reached over the network.
    private record Address(String group, String address, int port) implements Server {
        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:derby://" + address + ":" + port + "/db");
        }
    }

    @Override
    public ProductId product() {
        return new ProductId("derby");
    }

    @Override
    public Version from() {
        return new Version("10.14.2.0");
    }

    @Override
    public Version to() {
        return new Version("10.17.1.0");
    }

    @Override
    public void install() throws IOException {
        for (String file : List.of("bin/derby.sh", "kinds/derby.yaml", "upgrade.yaml")) {
            Path copy = directory.resolve(file);
            Files.createDirectories(copy.resolve("..").normalize());
            Files.copy(EXAMPLE.resolve(file), copy);
        }
    }

    @Override
    public void create(List<String> groups) throws IOException {
        Path home = Files.createDirectory(directory.resolve("template"));
        oldSql(directory.resolve("create.sql"), """
                connect 'jdbc:derby:%s/db;create=true';
                create table writes(writer varchar(40) not null, sequence bigint not null,
                    checksum bigint not null, primary key(writer, sequence));
                connect 'jdbc:derby:;shutdown=true';
                """.formatted(home));
        for (String group : groups) {
            Path files = Path.of("derby-" + OLD_FORMAT);
            Files.createDirectories(data(group));
            Command.said(Map.of(), "cp", "-a", home.toString(), data(group).resolve(files).toString());
            Files.createSymbolicLink(data(group).resolve("current"), files);
        }
    }

    @Override
    public void installOn(Path node, Version version) throws IOException {
        Command.said(environment(node), script(), "install", version.value());
    }

    @Override
    public SortedMap<String, String> environment(Path node) {
        return new TreeMap<>(Map.of("DERBY_BIN", directory.resolve("bin").toString(), "DERBY_JARS", JARS.toString(),
                "DERBY_JAVA", JAVA, "DERBY_NODE_DIR", node.toString()));
    }

    @Override
    public Server server(GroupAddress address) {
        return new Address(address.group(), address.address(), address.port());
    }

    @Override
    public String serverVersion(Server server) throws SQLException {
        try (Connection connection = server.connect()) {
            return connection.getMetaData().getDatabaseProductVersion().replaceFirst(" .*", "");
        }
    }

    @Override
    public String format(String group) throws IOException {
        return Command.said(environment(directory), script(), "format", data(group).toString()).strip();
    }

    @Override
    public boolean oldVersionRefuses(String group) throws IOException {
        return !oldVersionOpens(data(group).resolve("current").toRealPath());
    }

    /// Returns whether the old version opens the database that the last conversion of a group left beside the new one.
    ///
    /// @throws IOException if the old version cannot be run
    boolean oldVersionOpensWhatWasConverted(String group) throws IOException {
        return oldVersionOpens(data(group).resolve("derby-" + OLD_FORMAT));
    }

    /// Tries it, on a copy.
    private boolean oldVersionOpens(Path home) throws IOException {
        Path copy = Files.createTempDirectory(directory, "copy").resolve("home");
        Command.said(Map.of(), "cp", "-a", home.toString(), copy.toString());
        String said = oldSql(copy.resolve("look.sql"), """
                connect 'jdbc:derby:%s/db';
                select count(*) from writes;
                """.formatted(copy));
        boolean refused = said.contains("XSLAN");
        if (refused == said.contains("1 row selected")) {
            throw new IOException("Derby " + from() + " neither opens nor refuses " + home + ": " + said);
        }
        return !refused;
    }

    /// Lets the old version run statements, which it need not like, and returns what it said.
    private String oldSql(Path file, String statements) throws IOException {
        Files.writeString(file, statements);
        return Command.said(Map.of(), JAVA, "-Dderby.stream.error.file=/dev/null", "-cp",
                JARS.resolve(from().value()) + "/*", "org.apache.derby.tools.ij", file.toString());
    }

    private String script() {
        return directory.resolve("bin/derby.sh").toString();
    }
}
