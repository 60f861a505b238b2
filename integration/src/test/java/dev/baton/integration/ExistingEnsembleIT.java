package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.ports.FreePorts;
import dev.baton.demo.local.Janitor;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// A ZooKeeper ensemble that was there before, run by ZooKeeper's own program, and two machines of which neither has a
/// vote in it.
class ExistingEnsembleIT {

    /// The engine's own settings, which `batond` cannot know.
    private static final String TIMINGS = "timings: {heartbeat: 1s, lease: 8s, margin: 2s, tick: 500ms, sync-limit: 4}";

    /// One server, and where it answers.
    private record Server(int port, Process process) {

        /// What the server says of itself in one word.
        boolean leads() {
            try (var asked = new Socket("127.0.0.1", port)) {
                asked.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
                return new String(asked.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                        .contains("Mode: leader");
            } catch (IOException refused) {
                return false;
            }
        }
    }

    private static List<Server> ensemble(Janitor janitor) throws IOException {
        List<Integer> ports = FreePorts.some(9);
        String servers = IntStream.range(0, 3).mapToObj(i -> "server." + (i + 1) + "=127.0.0.1:" + ports.get(3 * i)
                + ":" + ports.get(3 * i + 1) + "\n").collect(Collectors.joining());
        List<Server> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path data = Files.createDirectory(janitor.directory().resolve("zk" + (i + 1)));
            Files.writeString(data.resolve("myid"), Integer.toString(i + 1));
            Path file = Files.writeString(data.resolve("zoo.cfg"), "tickTime=500\ninitLimit=20\nsyncLimit=4\ndataDir="
                    + data + "\nclientPort=" + ports.get(3 * i + 2) + "\nadmin.enableServer=false\n"
                    + "4lw.commands.whitelist=srvr\n" + servers);
            ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:+UseSerialGC", "-cp", Command.home().resolve("lib") + "/*",
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain", file.toString()).redirectErrorStream(true)
                    .redirectOutput(data.resolve("log").toFile());
            builder.environment().put(Janitor.MARK, janitor.directory().toString());
            started.add(new Server(ports.get(3 * i + 2), builder.start()));
        }
        return started;
    }

    private static Command baton(int api, String... words) throws IOException, InterruptedException {
        return Command.baton(Map.of("BATON_API", "http://127.0.0.1:" + api), words);
    }

    private static void await(String what, int api, String said, String... words) {
        Awaitility.await(what).atMost(LiveCluster.PATIENCE).until(() -> baton(api, words).said().contains(said));
    }

    private static Process batond(Path machine, Janitor janitor) throws IOException {
        Path settings = machine.resolve("batond.yaml");
        Files.writeString(settings, Files.readString(settings).replaceFirst("timings: .*", TIMINGS)
                .replace("cgroup: \"baton\"", "cgroup: \"" + janitor.directory().getFileName() + "/"
                        + machine.getFileName() + "\""));
        ProcessBuilder builder = new ProcessBuilder("setsid", Command.home().resolve("bin/batond").toString(),
                "--config", settings.toString()).redirectErrorStream(true)
                .redirectOutput(machine.resolve("batond.log").toFile());
        builder.environment().put(Janitor.MARK, janitor.directory().toString());
        builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    private static Path clusterFile(Janitor janitor) throws IOException {
        Path kinds = Files.createDirectory(janitor.directory().resolve("kinds"));
        Files.writeString(kinds.resolve("idle.yaml"), """
                kind: idle
                product: none
                resources: {it: {type: process, with: {run: "sleep 1000000"}}}
                version: {command: "echo 1.0", pattern: '[0-9]+\\.[0-9]+'}
                data: compatible
                """);
        return Files.writeString(janitor.directory().resolve("cluster.yaml"), """
                cluster: guests
                nodes: {one: 127.0.0.1, two: 127.0.0.9}
                groups: {g: {kind: idle, prefer: [one]}}
                """);
    }

    @Test
    void two_machines_without_a_vote_keep_a_service_and_outlive_the_loss_of_a_server_and_of_one_of_them()
            throws IOException, InterruptedException {
        try (Janitor janitor = Janitor.start()) {
            List<Server> servers = ensemble(janitor);
            String connect = servers.stream().map(server -> "127.0.0.1:" + server.port())
                    .collect(Collectors.joining(",")) + "/baton";
            Path one = janitor.directory().resolve("one");
            Path two = janitor.directory().resolve("two");
            int first = FreePorts.one();
            int second = FreePorts.one();
            Command init = baton(first, "init", "--node", "one", "--address", "127.0.0.1", "--files", one.toString(),
                    "--state", one.resolve("state").toString(), "--api-port", Integer.toString(first),
                    "--external-ensemble", connect);
            assertThat(init.exit()).as(init.toString()).isZero();
            assertThat(init.said()).contains("look at `timings` there", "the lease is 16 s");
            Process lost = batond(one, janitor);
            String file = clusterFile(janitor).toString();
            Awaitility.await("it leads").atMost(LiveCluster.PATIENCE).until(() ->
                    baton(first, "config", "apply", "-f", file).exit() == 0);
            String token = baton(first, "join-token", "--config", one.resolve("batond.yaml").toString()).out().strip();
            Command join = baton(first, "join", token, "--node", "two", "--address", "127.0.0.9", "--files",
                    two.toString(), "--state", two.resolve("state").toString(), "--api-port", Integer.toString(second));
            assertThat(join.exit()).as(join.toString()).isZero();
            batond(two, janitor);
            await("two is up", first, "two Up", "status");
            await("the group runs", first, "Online one", "group", "list");
            assertThat(baton(first, "vote", "list").said()).contains("no node has a vote");
            Command given = baton(first, "vote", "give", "two");
            assertThat(given.exit()).isEqualTo(1);
            assertThat(given.said()).contains("this cluster uses an existing ensemble");
            assertThat(one.resolve("state/coordination")).doesNotExist();

            Awaitility.await("the ensemble's leader").atMost(LiveCluster.PATIENCE).until(() ->
                    servers.stream().anyMatch(Server::leads));
            servers.stream().filter(Server::leads).findFirst().orElseThrow().process().destroyForcibly().waitFor();
            await("it goes on with two servers", first, "two Up", "status");
            assertThat(baton(first, "group", "move", "g", "two", "--yes").exit()).isZero();
            assertThat(baton(first, "group", "move", "g", "one", "--yes").exit()).isZero();

            lost.destroyForcibly().waitFor();
            await("the other machine leads and has the group", second, "Online two", "group", "list");
            assertThat(baton(second, "status").said()).contains("leader two existing ensemble");
        }
    }
}
