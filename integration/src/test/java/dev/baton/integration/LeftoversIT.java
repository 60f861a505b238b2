package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.demo.h2.H2Fetch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// However a demo is ended, and whenever: five seconds later nothing of it is left. A few by default, `-Dleftovers=20`
/// for the full count. Root ends every second one as another user, whose groups live without cgroups.
class LeftoversIT {

    private static final Duration GONE = Duration.ofSeconds(5);
    private static final Set<PosixFilePermission> ANYBODY = PosixFilePermissions.fromString("rwxrwxrwx");
    private static final String NOBODY = "65534";

    /// How the end comes.
    private enum End {
        /// Ctrl-C.
        INT,
        /// The launcher is killed.
        KILL,
        /// The terminal is closed.
        HUP
    }

    @TestFactory
    Stream<DynamicTest> nothing_is_left_five_seconds_after_the_end(@TempDir Path directory)
            throws IOException, InterruptedException {
        int count = Integer.getInteger("leftovers", 3);
        // Printed, so that a failure can be had again.
        long seed = Long.getLong("leftovers.seed", System.nanoTime());
        System.out.println("  leftovers.seed=" + seed);
        Random random = new Random(seed);
        new H2Fetch(Command.home().resolve("h2"), _ -> { }).old();
        boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        Files.setPosixFilePermissions(directory, ANYBODY);
        // A copy, because another user may not get at the source tree.
        Command.run(Map.of(), List.of("cp", "-r", Command.home().toString(), directory.resolve("baton").toString()));
        return Stream.iterate(0, i -> i + 1).limit(count).map(i -> {
            End end = End.values()[i % End.values().length];
            boolean other = root && i % 2 == 1;
            Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
            return DynamicTest.dynamicTest("by " + end + ", " + moment + (other ? ", as another user" : ""),
                    () -> endsClean(Files.createDirectory(directory.resolve("demo" + i)), end, other, moment));
        });
    }

    /// What the demo had said when it was ended.
    private enum Moment {
        LAYING_OUT("creating"), STARTING("starting"), CONFIGURING("bringing"), WRITING("clients write"),
        UPGRADING(">>"), MOVING(">>  2");

        private final String said;

        Moment(String said) {
            this.said = said;
        }
    }

    private static void endsClean(Path directory, End end, boolean other, Moment moment)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        Files.setPosixFilePermissions(directory, ANYBODY);
        Files.setPosixFilePermissions(temporary, ANYBODY);
        Path said = directory.resolve("said");
        String mark = "BATON_IT=" + directory;
        Process demo = demo(directory, temporary, said, mark, other);
        List<String> names;
        try {
            Awaitility.await("the demo says '" + moment.said + "'").atMost(LiveCluster.PATIENCE)
                    .pollInterval(Duration.ofMillis(50)).until(() -> !demo.isAlive() || says(said, moment.said));
            assertThat(demo.isAlive()).as("the demo goes on: " + Files.readString(said)).isTrue();
            names = demos(temporary);
        } finally {
            signal(demo, end);
        }
        long ended = System.nanoTime();
        Awaitility.await("nothing is left of " + directory).atMost(GONE).pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(left(mark, temporary, names)).isEmpty());
        LiveCluster.say("ended by " + end + " " + moment + (other ? " (uid " + NOBODY + ")" : ""), ended);
        LiveCluster.say("  in all", began);
    }

    private static Process demo(Path directory, Path temporary, Path said, String mark, boolean other)
            throws IOException {
        // Whoever runs the tests in the background has the shell ignore Ctrl-C for them, and for all that they start.
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,HUP"));
        if (other) {
            line.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        line.addAll(List.of(directory.resolveSibling("baton/bin/baton").toString(), "demo"));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("XDG_RUNTIME_DIR", temporary.toString());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
        builder.environment().put("BATON_IT", mark.substring(mark.indexOf('=') + 1));
        return builder.start();
    }

    private static boolean says(Path file, String text) throws IOException {
        return Files.readString(file).contains(text);
    }

    /// Ctrl-C and a closed terminal reach everything in the launcher's process group.
    private static void signal(Process demo, End end) throws IOException, InterruptedException {
        String target = end == End.KILL ? String.valueOf(demo.pid()) : "-" + demo.pid();
        Command.run(Map.of(), List.of("kill", "-" + end, "--", target));
    }

    /// Returns what is left: processes that inherited the mark, directories, cgroups and mounts of the demo's name.
    private static List<String> left(String mark, Path temporary, List<String> names) throws IOException {
        List<String> left = new ArrayList<>();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            processes.filter(path -> path.getFileName().toString().matches("\\d+")).filter(path -> carries(path, mark))
                    .forEach(path -> left.add("process " + path + " " + text(path.resolve("cmdline"))));
        }
        demos(temporary).forEach(name -> left.add("directory " + temporary.resolve(name)));
        names.stream().flatMap(name -> cgroups(name).stream()).filter(Files::exists)
                .forEach(path -> left.add("cgroup " + path));
        text(Path.of("/proc/self/mountinfo")).lines().filter(line -> line.contains(temporary.toString()))
                .forEach(line -> left.add("mount " + line));
        return left;
    }

    /// Returns where the cgroups of a demo's directory may be: below the root, or below our own.
    private static List<Path> cgroups(String name) {
        String own = text(Path.of("/proc/self/cgroup")).lines().filter(line -> line.startsWith("0::"))
                .map(line -> line.substring("0::/".length())).findFirst().orElse("");
        return text(Path.of("/proc/self/mountinfo")).lines().filter(line -> line.contains(" - cgroup2 "))
                .map(line -> Path.of(line.split(" ")[4])).flatMap(mount -> Stream.of(mount.resolve(name),
                        mount.resolve(own).resolve(name))).toList();
    }

    /// Returns the directories of demos.
    private static List<String> demos(Path temporary) throws IOException {
        try (Stream<Path> found = Files.list(temporary)) {
            return found.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("baton")).toList();
        }
    }

    private static boolean carries(Path process, String mark) {
        return !text(process.resolve("stat")).matches("(?s).*\\) [ZX] .*")
                && List.of(text(process.resolve("environ")).split("\0")).contains(mark);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException gone) {
            return "";
        }
    }
}
