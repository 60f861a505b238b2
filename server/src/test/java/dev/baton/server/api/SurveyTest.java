package dev.baton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.Sha256;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.core.model.ClockSkew;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.LevelRange;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineFacts.FileSystem;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.MachineSurvey.Answer;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.server.ToldCluster;
import dev.baton.server.WebServer;
import dev.baton.server.access.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machines that are asked over real ports.
final class SurveyTest {

    private static final String OWN = "http://127.0.0.1:1";
    private static final Duration AHEAD = Duration.ofSeconds(90);
    private static final MachineFacts MINE = new MachineFacts(node(1), Instant.EPOCH, "boot", List.of(), List.of());
    private static final List<FileSystem> DISKS = List.of(new FileSystem(List.of("/", "/tmp"), 7, 9));

    @TempDir
    private Path directory;

    private static NodeId node(int n) {
        return new NodeId("node" + n);
    }

    private static NodeImage up(int n, String api) {
        return NodeImage.defined(node(n), "10.0.0." + n, false, false).withMembership(Membership.UP, 1, "boot")
                .withFacts(new NodeFacts(Collections.emptySortedMap(), new LevelRange(1, 1), "cgroup", api));
    }

    private static ClusterImage image(NodeImage... nodes) {
        ClusterImage image = ClusterImage.EMPTY.with(up(1, OWN));
        for (NodeImage node : nodes) {
            image = image.with(node);
        }
        return image;
    }

    private static MachineSurvey asked(Access access, Duration within, NodeImage... nodes) {
        try (NodeLink others = new NodeLink(access)) {
            return new Survey(node(1), OWN, others, within).of(image(nodes), () -> MINE);
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /// The daemon of node 2, whose clock is ahead.
    private static WebServer second(int port, Access access) {
        ToldCluster told = new ToldCluster("done");
        told.machine = () -> new MachineFacts(node(2), Instant.now().plus(AHEAD), "boot", DISKS, List.of("/mnt"));
        return new WebServer(node(2), "127.0.0.1", port, told, access);
    }

    @Test
    void each_machine_is_asked_by_its_own_daemon_and_its_clock_compared_with_that_of_whoever_asks() throws Exception {
        int port = FreePorts.one();
        try (WebServer _ = second(port, Access.ofThisMachine())) {
            MachineSurvey survey = asked(Access.ofThisMachine(), Duration.ofMinutes(1), up(2, url(port)));
            assertThat(survey.by()).isEqualTo(node(1));
            assertThat(survey.answers()).hasSize(2).startsWith(new Answer.Told(MINE, ClockSkew.NONE));
            Answer.Told second = survey.told().getLast();
            assertThat(second.machine().fileSystems()).isEqualTo(DISKS);
            assertThat(second.machine().unanswered()).containsExactly("/mnt");
            assertThat(AHEAD).isBetween(second.clock().least(), second.clock().most());
        }
    }

    @Test
    void who_does_not_say_anything_is_named_with_the_reason() throws Exception {
        int port = FreePorts.one();
        try (WebServer _ = second(port, Access.ofThisMachine())) {
            int closed = FreePorts.one();
            MachineSurvey survey = asked(Access.ofThisMachine(), Duration.ofMinutes(1), up(2, url(port)),
                    up(3, url(port)), up(4, ""), up(5, OWN), up(6, url(closed)), up(7, url(port) + "/console"),
                    NodeImage.defined(node(8), "10.0.0.8", false, true));
            assertThat(survey.told()).extracting(Answer.Told::node).containsExactly(node(1), node(2));
            assertThat(survey.silent()).containsExactly(
                    new Answer.Silent(node(3), "node2 answers at " + url(port)),
                    new Answer.Silent(node(4), "it has not said where it answers"),
                    new Answer.Silent(node(5), "its interface answers on its own machine only"),
                    new Answer.Silent(node(6), "nobody answers at " + url(closed)),
                    new Answer.Silent(node(7), "it answers with 404 when it is asked about its machine: its batond is "
                            + "an earlier one"),
                    new Answer.Silent(node(8), "it was never seen"));
        }
    }

    @Test
    void a_node_that_is_frozen_is_not_waited_for_for_ever() throws IOException {
        try (ServerSocket frozen = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(asked(Access.ofThisMachine(), Duration.ofMillis(200), up(2, url(frozen.getLocalPort())))
                    .silent()).containsExactly(new Answer.Silent(node(2), "no answer in time"));
        }
    }

    @Test
    void a_daemon_shows_the_token_of_its_cluster_and_one_of_another_cluster_is_told_nothing() throws Exception {
        Path callers = Files.writeString(directory.resolve("callers"), "vera viewer " + Sha256.of("v") + "\n");
        Files.setPosixFilePermissions(callers, PosixFilePermissions.fromString("rw-r--r--"));
        Access ours = Access.byFile(callers, Optional.empty(), "the secret of our cluster");
        Access theirs = Access.byFile(callers, Optional.empty(), "the secret of theirs");
        int port = FreePorts.one();
        try (WebServer _ = second(port, ours)) {
            assertThat(asked(ours, Duration.ofMinutes(1), up(2, url(port))).told()).hasSize(2);
            assertThat(asked(theirs, Duration.ofMinutes(1), up(2, url(port))).silent()).containsExactly(
                    new Answer.Silent(node(2), "it answers with 401 when it is asked about its machine"));
        }
    }
}
