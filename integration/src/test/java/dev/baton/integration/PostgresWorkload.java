package dev.baton.integration;

import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Server;
import dev.baton.demo.local.GroupAddress;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/// PostgreSQL servers from archives, each a process of its group. Both versions use the same data, as it is.
///
/// @param directory absolute
record PostgresWorkload(Path directory) implements Workload {

    /// Where the build puts both versions.
    private static final Path ARCHIVES = Path.of("target", "postgresql").toAbsolutePath();
    private static final String SCRIPT = "bin/postgres.sh";
    private static final String TABLE = "create table writes(writer varchar(40) not null, sequence bigint not null, "
            + "checksum bigint not null, primary key(writer, sequence))";
    /// Nobody: PostgreSQL refuses to run as root.
    private static final String USER = "65534";

    @Override
    public ProductId product() {
        return new ProductId("postgresql");
    }

    @Override
    public Version from() {
        return new Version("15.13");
    }

    @Override
    public Version to() {
        return new Version("15.19");
    }

    @Override
    public void install() throws IOException {
        for (String name : List.of(SCRIPT, "kinds/postgresql.yaml", "upgrade.yaml")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.resolve("..").normalize());
            try (InputStream content = PostgresWorkload.class.getResourceAsStream("postgresql/" + name)) {
                Files.write(file, Objects.requireNonNull(content, name).readAllBytes());
            }
        }
        Files.setPosixFilePermissions(directory.resolve(SCRIPT), PosixFilePermissions.fromString("rwxr-xr-x"));
        // The servers' user comes through here on its way to programs and data.
        Files.setPosixFilePermissions(directory.resolve("..").normalize(),
                PosixFilePermissions.fromString("rwx--x--x"));
    }

    @Override
    public void create(List<String> groups) throws IOException {
        Path template = directory.resolve("template");
        installOn(template, from());
        Path data = Files.createDirectory(template.resolve("db"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (isRoot()) {
            Command.said(Map.of(), "chown", USER + ":" + USER, data.toString());
        }
        Command.said(Map.of(), asServer(program("initdb"), "-D", data.toString(), "-U", "postgres", "-A",
                "trust", "--no-sync", "--no-locale", "-E", "UTF8"));
        // Clients may be on another machine of the same network.
        Files.writeString(data.resolve("pg_hba.conf"), "host all all samenet trust\n", StandardOpenOption.APPEND);
        single(data, TABLE).mustSucceed();
        for (String group : groups) {
            Files.createDirectories(data(group));
            Command.said(Map.of(), "cp", "-a", data.toString(), data(group).resolve("db").toString());
        }
    }

    /// Lets the first version take one statement from data at rest, without a network.
    private Command single(Path data, String statement) throws IOException {
        Path sql = Files.writeString(directory.resolve("statement.sql"), statement + "\n");
        List<String> line = new ArrayList<>(List.of("bash", "-c", "exec \"${@:2}\" <\"$1\"", "bash", sql.toString()));
        line.addAll(List.of(asServer(program("postgres"), "--single", "-D", data.toString(), "postgres")));
        return Command.ended(Map.of(), line);
    }

    @Override
    public void installOn(Path node, Version version) throws IOException {
        Command.said(environment(node), directory.resolve(SCRIPT).toString(), "install", version.value());
    }

    @Override
    public SortedMap<String, String> environment(Path node) {
        return new TreeMap<>(Map.of("POSTGRES_BIN", directory.resolve("bin").toString(), "POSTGRES_ARCHIVES",
                ARCHIVES.toString(), "POSTGRES_NODE_DIR", node.toString()));
    }

    @Override
    public Server server(GroupAddress address) {
        return new PostgresServer(address.group(), address.address(), address.port());
    }

    @Override
    public String serverVersion(Server server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show server_version")) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public String format(String group) throws IOException {
        return Files.readString(data(group).resolve("db/PG_VERSION")).strip();
    }

    /// To be asked while the group is offline.
    @Override
    public boolean oldVersionRefuses(String group) throws IOException {
        Path copy = directory.resolve("copy-of-" + group);
        Command.said(Map.of(), "cp", "-a", data(group).resolve("db").toString(), copy.toString());
        Command looked = single(copy, "select count(*) from writes");
        boolean refused = looked.exit() != 0 && looked.said().contains("incompatible");
        if (refused == looked.out().contains("count = ")) {
            throw new IOException("PostgreSQL " + from() + " neither opens nor refuses the data: " + looked);
        }
        return refused;
    }

    /// A program of the first version.
    private String program(String name) {
        return directory.resolve("template/products/postgresql/current/bin").resolve(name).toString();
    }

    private static String[] asServer(String... command) throws IOException {
        List<String> line = new ArrayList<>();
        if (isRoot()) {
            line.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        line.addAll(List.of(command));
        return line.toArray(String[]::new);
    }

    private static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }
}
