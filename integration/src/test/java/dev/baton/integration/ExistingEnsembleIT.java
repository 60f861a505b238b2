package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.pem.MadeAuthority;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A ZooKeeper ensemble that was there before, run by ZooKeeper's own program, and two machines of which neither has a
/// vote in it; in the clear, and over TLS.
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

    /// A running ensemble, and where the machines reach it.
    ///
    /// @param connect as a person writes it
    /// @param files   what a machine shows and believes, as `batond.yaml` names it; empty where all is in the clear
    private record Ensemble(List<Server> servers, String connect, String files) {

        static Ensemble start(Janitor janitor, boolean secured) throws IOException {
            List<Integer> ports = FreePorts.some(12);
            String all = IntStream.range(0, 3).mapToObj(i -> "server." + (i + 1) + "=127.0.0.1:" + ports.get(4 * i)
                    + ":" + ports.get(4 * i + 1) + "\n").collect(Collectors.joining());
            MadeAuthority authority = new MadeAuthority(janitor.directory(), "ensemble");
            String tls = secured ? tls(janitor.directory(), authority) : "";
            List<Server> started = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                started.add(server(janitor, i + 1, ports.get(4 * i + 2), all + (secured
                        ? "secureClientPort=" + ports.get(4 * i + 3) + "\n" + tls : "")));
            }
            String connect = IntStream.range(0, 3).mapToObj(i -> "127.0.0.1:" + ports.get(4 * i + (secured ? 3 : 2)))
                    .collect(Collectors.joining(",")) + "/baton";
            MadeAuthority.Signed machine = authority.node("machine");
            return new Ensemble(started, connect, secured ? ", certificate: " + machine.certificate() + ", key: "
                    + machine.key() + ", authority: " + authority.certificate() : "");
        }

        /// What a server's own file says so that it believes those only whom the authority signed.
        private static String tls(Path directory, MadeAuthority authority) throws IOException {
            MadeAuthority.Signed server = authority.node("server");
            Path both = Files.writeString(directory.resolve("server.pem"), Files.readString(server.key())
                    + Files.readString(server.certificate()));
            return "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory\nssl.keyStore.location=" + both
                    + "\nssl.keyStore.type=PEM\nssl.trustStore.location=" + authority.certificate()
                    + "\nssl.trustStore.type=PEM\nssl.clientAuth=need\n";
        }

        private static Server server(Janitor janitor, int id, int port, String more) throws IOException {
            Path data = Files.createDirectory(janitor.directory().resolve("zk" + id));
            Files.writeString(data.resolve("myid"), Integer.toString(id));
            Path file = Files.writeString(data.resolve("zoo.cfg"), "tickTime=500\ninitLimit=20\nsyncLimit=4\ndataDir="
                    + data + "\nclientPort=" + port + "\nadmin.enableServer=false\n4lw.commands.whitelist=srvr\n"
                    + more);
            ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    "-XX:+UseSerialGC", "-cp", Command.home().resolve("lib") + "/*",
                    "org.apache.zookeeper.server.quorum.QuorumPeerMain", file.toString()).redirectErrorStream(true)
                    .redirectOutput(data.resolve("log").toFile());
            builder.environment().put(Janitor.MARK, janitor.directory().toString());
            return new Server(port, builder.start());
        }

        void loseLeader() throws InterruptedException {
            Awaitility.await("the ensemble's leader").atMost(LiveCluster.PATIENCE).until(() ->
                    servers.stream().anyMatch(Server::leads));
            servers.stream().filter(Server::leads).findFirst().orElseThrow().process().destroyForcibly().waitFor();
        }
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

    /// Names the files in what `init` wrote, as a person does whose ensemble wants certificates.
    private static void name(String files, Path settings) throws IOException {
        String text = Files.readString(settings);
        assertThat(text).contains("/baton\"}\n");
        Files.writeString(settings, text.replace("/baton\"}\n", "/baton\"" + files + "}\n"));
    }

    /// Whoever goes there over TLS does more than who goes in the clear, so that this comes only when it is asked for.
    static Stream<Boolean> overTls() {
        return Boolean.getBoolean("clear") ? Stream.of(true, false) : Stream.of(true);
    }

    @ParameterizedTest(name = "over TLS: {0}")
    @MethodSource("overTls")
    void two_machines_without_a_vote_keep_a_service_and_outlive_the_loss_of_a_server_and_of_one_of_them(boolean secured)
            throws IOException, InterruptedException {
        try (Janitor janitor = Janitor.start()) {
            Ensemble ensemble = Ensemble.start(janitor, secured);
            Path one = janitor.directory().resolve("one");
            Path two = janitor.directory().resolve("two");
            int first = FreePorts.one();
            int second = FreePorts.one();
            Command init = baton(first, "init", "--node", "one", "--address", "127.0.0.1", "--files", one.toString(),
                    "--state", one.resolve("state").toString(), "--api-port", Integer.toString(first),
                    "--external-ensemble", ensemble.connect());
            assertThat(init.exit()).as(init.toString()).isZero();
            assertThat(init.said()).contains("look at `timings` there", "the lease is 16 s");
            name(ensemble.files(), one.resolve("batond.yaml"));
            Process lost = batond(one, janitor);
            join(janitor, first, second);
            assertThat(baton(first, "vote", "list").said()).contains("no node has a vote");
            Command given = baton(first, "vote", "give", "two");
            assertThat(given.exit()).isEqualTo(1);
            assertThat(given.said()).contains("this cluster uses an existing ensemble");
            assertThat(one.resolve("state/coordination")).doesNotExist();

            ensemble.loseLeader();
            await("it goes on with two servers", first, "two Up", "status");
            assertThat(baton(first, "group", "move", "g", "two", "--yes").exit()).isZero();
            assertThat(baton(first, "group", "move", "g", "one", "--yes").exit()).isZero();

            lost.destroyForcibly().waitFor();
            await("the other machine leads and has the group", second, "Online two", "group", "list");
            assertThat(baton(second, "status").said()).contains("leader two existing ensemble");
        }
    }

    /// The second machine takes all that it needs from the first one's token.
    private static void join(Janitor janitor, int first, int second) throws IOException, InterruptedException {
        Path one = janitor.directory().resolve("one");
        Path two = janitor.directory().resolve("two");
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
    }
}
