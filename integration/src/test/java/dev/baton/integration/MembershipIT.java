package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.pem.MadeAuthority;
import dev.baton.coordination.pem.MadeAuthority.Signed;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.local.Janitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// Machines come and go, with the real command and real daemons.
class MembershipIT {

    private static Process batond(Path settings, Map<String, String> mark) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", Command.home().resolve("bin/batond").toString(),
                "--config", settings.toString()).redirectErrorStream(true)
                .redirectOutput(settings.resolveSibling("batond.log").toFile());
        builder.environment().putAll(mark);
        builder.environment().put("BATON_DAEMON_OPTS", "-Dzookeeper.digest.enabled=false");
        builder.environment().put("BATON_JAVA_HOME", System.getProperty("java.home"));
        return builder.start();
    }

    /// The cgroup of a test's machine goes with the test.
    private static void cgroup(Path settings, Janitor janitor, String name) throws IOException {
        Files.writeString(settings, Files.readString(settings).replace("cgroup: \"baton\"", "cgroup: \""
                + janitor.directory().getFileName() + "/" + name + "\""));
    }

    @Test
    void a_machine_joins_by_a_token_that_is_used_once_and_leaves_by_one_word() throws IOException,
            InterruptedException, SQLException {
        try (LiveCluster cluster = LiveCluster.begin("membership"); Janitor janitor = Janitor.start()) {
            Map<String, Seen> before = cluster.seen();
            String member = cluster.local().node("node1").directory().resolve("batond.yaml").toString();
            String token = cluster.done("join-token", "--config", member).out().strip();
            Path machine = janitor.directory().resolve("node5");
            String[] join = {"join", token, "--node", "node5", "--address", "127.0.0.9", "--files", machine.toString(),
                "--state", machine.resolve("state").toString(), "--api-port", Integer.toString(FreePorts.one())};
            assertThat(cluster.done(join).said()).contains("node5 joins", "name it in cluster.yaml as well");
            Command again = cluster.baton("join", token, "--node", "node6", "--address", "127.0.0.9", "--files",
                    machine.resolveSibling("node6").toString());
            assertThat(again.exit()).as(again.toString()).isEqualTo(1);
            assertThat(again.said()).contains("this one was used, or its time is over");
            cgroup(machine.resolve("batond.yaml"), janitor, "node5");
            Process daemon = batond(machine.resolve("batond.yaml"), Map.of(Janitor.MARK,
                    janitor.directory().toString()));
            cluster.await("node5 is up", () -> cluster.isUp("node5"));
            NodeImage node5 = cluster.image().node(new NodeId("node5"));
            assertThat(node5.voter()).isFalse();
            Command busy = cluster.baton("node", "evict", "node5", "--reason", "too early");
            assertThat(busy.exit()).isEqualTo(1);
            assertThat(busy.said()).contains("node5 is up", "baton node leave node5");
            assertThat(cluster.done("node", "leave", "node5", "--reason", "it was borrowed", "--yes").said())
                    .contains("node5 is no member any more", "node5 has left");
            assertThat(daemon.waitFor(LiveCluster.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(daemon.exitValue()).isZero();
            assertThat(cluster.image().nodes()).doesNotContainKey(new NodeId("node5"));
            cluster.awaitRows();
            cluster.assertUntouched(before);
            cluster.judge();
        }
    }

    @Test
    void the_first_machine_of_a_cluster_needs_three_commands_and_two_more_machines_let_it_be_lost() throws IOException,
            InterruptedException {
        try (Janitor janitor = Janitor.start()) {
            Path machine = janitor.directory().resolve("etc");
            int api = FreePorts.one();
            int engine = FreePorts.row(3);
            Map<String, String> where = Map.of("BATON_API", "http://127.0.0.1:" + api);
            Command init = Command.baton(where, "init", "--node", "alone", "--address", "127.0.0.1", "--files",
                    machine.toString(), "--state", machine.resolve("state").toString(), "--api-port",
                    Integer.toString(api), "--engine-port", Integer.toString(engine));
            assertThat(init.exit()).as(init.toString()).isZero();
            assertThat(init.said()).contains("batond --config", "baton config apply -f cluster.yaml");
            Command twice = Command.baton(where, "init", "--node", "alone", "--address", "127.0.0.1", "--files",
                    machine.toString());
            assertThat(twice.exit()).isEqualTo(2);
            assertThat(twice.said()).contains("is there already", "Nothing was changed");
            Process first = run(machine, janitor, "alone");
            Path file = Files.writeString(janitor.directory().resolve("cluster.yaml"), """
                    cluster: small
                    nodes: {alone: 127.0.0.1}
                    groups: {}
                    """);
            Awaitility.await("it leads").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(where, "config", "apply", "-f", file.toString()).exit() == 0);
            Awaitility.await("it is up").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(where, "status").said().contains("alone Up"));
            assertThat(Command.baton(where, "finalize").said()).contains("level 2", "nothing to finalize");
            Map<String, String> second = joined(where, machine, janitor, "second", "127.0.0.9");
            joined(where, machine, janitor, "third", "127.0.0.10");
            assertExit(0, Command.baton(where, "vote", "give", "second"));
            assertExit(0, Command.baton(second, "vote", "give", "third"));
            assertThat(Command.baton(second, "vote", "list").said()).contains("votes 3 of 3", "1 may be lost");
            Command last = Command.baton(second, "vote", "take", "alone");
            assertThat(last.exit()).isEqualTo(1);
            assertThat(last.said()).contains("law 5, votes", "none to lose", "--override votes");

            first.destroyForcibly().waitFor();
            Awaitility.await("the others go on").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(second, "status").said().contains("votes 2 of 3"));
            assertExit(0, Command.baton(second, "vote", "take", "alone"));
            assertThat(Command.baton(second, "vote", "list").said()).contains("votes 2 of 2");
            run(machine, janitor, "alone");
            Awaitility.await("it is a node without a vote").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(where, "status").said().contains("alone Up")
                            && !Files.exists(machine.resolve("state/coordination")));
            assertExit(0, Command.baton(where, "vote", "give", "alone"));
        }
    }

    /// Returns where another machine answers once it is up.
    private static Map<String, String> joined(Map<String, String> first, Path member, Janitor janitor, String name,
            String address) throws IOException, InterruptedException {
        String token = Command.baton(first, "join-token", "--config", member.resolve("batond.yaml").toString()).out()
                .strip();
        Path machine = janitor.directory().resolve(name);
        int api = FreePorts.one();
        assertExit(0, Command.baton(first, "join", token, "--node", name, "--address", address, "--files",
                machine.toString(), "--state", machine.resolve("state").toString(), "--api-port",
                Integer.toString(api)));
        run(machine, janitor, name);
        Awaitility.await(name + " is up").atMost(LiveCluster.PATIENCE).until(() ->
                Command.baton(first, "status").said().contains(name + " Up"));
        return Map.of("BATON_API", "http://127.0.0.1:" + api);
    }

    @Test
    void with_certificates_a_machine_joins_by_its_token_alone_and_everybody_else_shows_who_they_are()
            throws IOException, InterruptedException {
        try (Janitor janitor = Janitor.start()) {
            Path made = Files.createDirectory(janitor.directory().resolve("made"));
            MadeAuthority authority = new MadeAuthority(made, "cluster");
            Path first = janitor.directory().resolve("first");
            Path second = janitor.directory().resolve("second");
            int api = FreePorts.one();
            assertExit(0, Command.baton(Map.of(), words(machine("first", "127.0.0.1", first, api,
                    authority.node("first"), authority), "init", "--engine-port", Integer.toString(FreePorts.row(3)))));
            Map<String, String> admin = Map.of("BATON_API", "https://127.0.0.1:" + api, "BATON_AUTHORITY",
                    authority.certificate().toString(), "BATON_TOKEN_FILE", first.resolve("administrator.token")
                            .toString());
            run(first, janitor, "first");
            Path file = Files.writeString(janitor.directory().resolve("cluster.yaml"), """
                    cluster: small
                    nodes: {first: 127.0.0.1}
                    groups: {}
                    """);
            Awaitility.await("it leads").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(admin, "config", "apply", "-f", file.toString()).exit() == 0);

            String token = Command.baton(admin, "join-token", "--config", first.resolve("batond.yaml").toString())
                    .out().strip();
            MadeAuthority strangers = new MadeAuthority(made, "strangers");
            Command foreign = Command.baton(Map.of(), words(machine("second", "127.0.0.9", second, FreePorts.one(),
                    strangers.node("second", "127.0.0.9"), strangers), "join", token));
            assertExit(2, foreign);
            assertThat(foreign.said()).contains("is not the authority of this cluster");
            Signed own = authority.node("second", "127.0.0.9");
            int other = FreePorts.one();
            assertExit(0, Command.baton(Map.of(), words(machine("second", "127.0.0.9", second, other, own, authority),
                    "join", token)));
            Command again = Command.baton(Map.of(), words(machine("third", "127.0.0.9", second.resolveSibling("third"),
                    other, own, authority), "join", token));
            assertThat(again.exit()).isNotZero();
            assertThat(again.said()).contains("this join token was used");
            assertThat(Files.readString(first.resolve("batond.log"))).contains("audit: refused POST /api/v1/requests")
                    .contains("this join token was used");

            run(second, janitor, "second");
            Awaitility.await("it is up").atMost(LiveCluster.PATIENCE).until(() ->
                    Command.baton(admin, "status").said().contains("second Up"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second.resolve(
                    "state/engine.pem")))).isEqualTo("rw-------");
            callByCertificate(authority, second, other);
        }
    }

    /// At a node that does not lead, so that what is asked is handed on.
    private static void callByCertificate(MadeAuthority authority, Path machine, int api) throws IOException,
            InterruptedException {
        Files.writeString(machine.resolve("callers"), "vera viewer cn=vera\nolaf operator cn=olaf\n",
                StandardOpenOption.APPEND);
        String[] pause = {"node", "pause", "second", "--reason", "to try it"};
        Command nobody = Command.baton(showing(authority, api, Optional.empty()), "status");
        assertThat(nobody.exit()).isNotZero();
        assertThat(nobody.said()).contains("show a token", "BATON_CERTIFICATE");
        Map<String, String> vera = showing(authority, api, Optional.of(authority.caller("vera")));
        assertThat(Command.baton(vera, "status").said()).contains("first Up");
        assertThat(Command.baton(vera, pause).said()).contains("vera is viewer; this needs operator");
        assertExit(0, Command.baton(showing(authority, api, Optional.of(authority.caller("olaf"))), pause));
        assertThat(Command.baton(vera, "events").said()).contains("olaf");
        Command node = Command.baton(showing(authority, api, Optional.of(authority.node("third"))), "status");
        assertThat(node.said()).contains("no line in the file of callers names the certificate of cn=third");
    }

    private static Map<String, String> showing(MadeAuthority authority, int api, Optional<Signed> own) {
        Map<String, String> environment = new TreeMap<>(Map.of("BATON_API", "https://127.0.0.9:" + api,
                "BATON_AUTHORITY", authority.certificate().toString()));
        own.ifPresent(signed -> environment.putAll(Map.of("BATON_CERTIFICATE", signed.certificate().toString(),
                "BATON_KEY", signed.key().toString())));
        return environment;
    }

    private static List<String> machine(String name, String address, Path files, int api, Signed own,
            MadeAuthority authority) {
        return List.of("--node", name, "--address", address, "--files", files.toString(), "--state",
                files.resolve("state").toString(), "--api-port", Integer.toString(api), "--certificate",
                own.certificate().toString(), "--key", own.key().toString(), "--authority",
                authority.certificate().toString());
    }

    private static String[] words(List<String> options, String... first) {
        return Stream.concat(Stream.of(first), options.stream()).toArray(String[]::new);
    }

    private static Process run(Path machine, Janitor janitor, String name) throws IOException {
        cgroup(machine.resolve("batond.yaml"), janitor, name);
        return batond(machine.resolve("batond.yaml"), Map.of(Janitor.MARK, janitor.directory().toString()));
    }

    private static void assertExit(int exit, Command command) {
        assertThat(command.exit()).as(command.toString()).isEqualTo(exit);
    }
}
