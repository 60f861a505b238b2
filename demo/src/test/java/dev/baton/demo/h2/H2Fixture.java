package dev.baton.demo.h2;

import dev.baton.demo.local.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Two nodes and a group in a temporary directory, and the scripts as an agent would run them.
final class H2Fixture implements AutoCloseable {

    static final String GROUP = "evs1";
    /// Kept between builds until `mvn clean`.
    private static final Path STORE = Path.of("target", "h2").toAbsolutePath();

    final H2Workload workload;
    final H2Address address;
    private final Path directory;
    private final List<Process> started = new ArrayList<>();

    record Ended(int status, String said) {}

    H2Fixture(Path directory, H2Address address) throws IOException {
        // A busy machine converts slowly.
        Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
        this.directory = directory;
        this.address = address;
        workload = new H2Workload(directory, new H2Fetch(STORE, line -> {}));
        workload.install();
        workload.installOn(node("node1"), H2Version.OLD.version());
        workload.installOn(node("node2"), H2Version.OLD.version());
        workload.create(List.of(GROUP));
    }

    Path node(String name) {
        return directory.resolve("nodes").resolve(name);
    }

    Path data() {
        return workload.data(GROUP);
    }

    private record Begun(Process process, Path said) {}

    Process start(String node, Map<String, String> more, String script, Object... arguments) throws IOException {
        return begin(node, more, script, arguments).process();
    }

    private Begun begin(String node, Map<String, String> more, String script, Object... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", workload.script(script).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path said = Files.createTempFile(directory, script, ".out");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
        SortedMap<String, String> environment = new TreeMap<>(workload.environment(node(node)));
        environment.put("BATON_NODE", node);
        environment.put("BATON_GROUP", GROUP);
        environment.put("BATON_EPOCH", "7");
        environment.putAll(more);
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return new Begun(process, said);
    }

    Ended run(String node, String script, Object... arguments) throws Exception {
        return run(node, Map.of(), script, arguments);
    }

    Ended run(String node, Map<String, String> more, String script, Object... arguments) throws Exception {
        Begun begun = begin(node, more, script, arguments);
        if (!begun.process().waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError(script + " does not end");
        }
        return new Ended(begun.process().exitValue(), Files.readString(begun.said()));
    }

    /// Writes rows into the data with a version of H2, embedded.
    void fill(int rows) throws Exception {
        Path sql = Files.writeString(directory.resolve("fill.sql"), "insert into writes select 'w', x, x * 31 from "
                + "system_range(1, " + rows + ");");
        Process process = new ProcessBuilder("java", "-cp", workload.directory().resolve("jars")
                .resolve(H2Version.OLD.jarName()).toString(), "org.h2.tools.RunScript", "-url",
                "jdbc:h2:" + data().resolve("current/db"), "-user", "sa", "-script", sql.toString())
                .inheritIO().start();
        if (process.waitFor() != 0) {
            throw new AssertionError("the rows were not written");
        }
    }

    /// Returns how many of the rows of [#fill] the new version finds, with their right checksums.
    long found() throws SQLException {
        return found(DriverManager.getConnection("jdbc:h2:" + data().resolve("current/db") + ";IFEXISTS=TRUE", "sa",
                ""));
    }

    /// Returns how many the server of the group finds.
    long served() throws SQLException {
        return found(address.connect());
    }

    private static long found(Connection to) throws SQLException {
        try (Connection connection = to;
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from writes where checksum = sequence * 31")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// Kills a script with all that it started, and returns when they are dead: until then they hold its locks.
    static void kill(Process script) throws Exception {
        // Stopped first, so that it starts nothing behind our back.
        new ProcessBuilder("kill", "-STOP", Long.toString(script.pid())).inheritIO().start().waitFor();
        List<ProcessHandle> family = Stream.concat(script.descendants(), Stream.of(script.toHandle())).toList();
        List<String> stamps = family.stream().map(each -> Processes.stamp(each.pid())).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        Awaitility.await().until(() -> stamps.stream().noneMatch(Processes::lives));
    }

    @Override
    public void close() throws Exception {
        for (Process process : started) {
            if (process.isAlive()) {
                kill(process);
            }
        }
    }
}
