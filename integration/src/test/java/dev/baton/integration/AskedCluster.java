package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.StatusView;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// A running cluster as it answers.
///
/// Asks only nodes to which nothing was done: a cut-off node goes on answering with what it last knew.
abstract class AskedCluster {

    /// As long as a busy machine may take for anything at all; nothing that is judged.
    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final List<String> machines;
    private final Calls calls;
    private final Set<String> out = new TreeSet<>();

    /// @param name     of the test
    /// @param machines with a daemon
    /// @param apis     where each answers
    AskedCluster(String name, List<String> machines, Function<String, URI> apis) {
        this.machines = machines;
        calls = new Calls(apis, name);
    }

    /// Asks a node no more, until it is brought back: something else was done to it.
    void leaveOut(String node) {
        out.add(node);
    }

    /// Asks a node again: whatever was done to it is undone.
    final void askAgain(String node) {
        out.remove(node);
    }

    /// Returns the nodes that are not asked.
    final List<String> leftOut() {
        return List.copyOf(out);
    }

    /// Returns how its nodes are called.
    final Calls calls() {
        return calls;
    }

    /// Returns a client of the nodes to which nothing was done.
    ApiClient api() {
        return calls.client(well());
    }

    /// Shows the token in this file from now on.
    void showToken(Path file) {
        calls.show(file);
    }

    private List<String> well() {
        return machines.stream().filter(node -> !out.contains(node)).toList();
    }

    /// Runs `baton` against the nodes to which nothing was done.
    Command baton(String... arguments) throws IOException, InterruptedException {
        return batonAs(calls.token(), arguments);
    }

    /// Runs `baton` as whoever has this token.
    Command batonAs(Optional<Path> shown, String... arguments) throws IOException, InterruptedException {
        return Command.baton(calls.environment(well(), shown), arguments);
    }

    /// Runs `baton`, which must succeed.
    Command done(String... arguments) throws IOException, InterruptedException {
        Command command = baton(arguments);
        assertThat(command.exit()).as(command.toString()).isZero();
        return command;
    }

    ClusterImage image() {
        return api().status().image();
    }

    /// Returns the run that began last.
    RunView run() {
        return api().run(Api.LATEST).orElseThrow();
    }

    /// Plans an upgrade, and starts it.
    ///
    /// @param upgrade as `upgrade.yaml` has it
    /// @return what `baton plan` printed
    String startUpgrade(String upgrade) throws IOException, InterruptedException {
        Path file = Files.createTempFile("upgrade", ".yaml");
        Path plan = Files.createTempFile("plan", ".json");
        try {
            Files.writeString(file, upgrade);
            String planned = done("plan", "-f", file.toString(), "-o", plan.toString()).out();
            done("upgrade", "start", plan.toString(), "--yes");
            return planned;
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(plan);
        }
    }

    GroupImage group(String group) {
        return image().group(new GroupId(group));
    }

    /// Returns the node that owns a group.
    String owner(String group) {
        return group(group).owner().map(NodeId::value).orElse("-");
    }

    /// Returns whether a group is online, resource by resource.
    boolean isOnline(String group) {
        return group(group).state() instanceof GroupState.Online;
    }

    /// Returns whether a node takes part, as the others see it.
    boolean isUp(String node) {
        return image().node(new NodeId(node)).up();
    }

    /// Returns the groups that a node owns.
    List<String> groupsOn(String node) {
        return image().groups().values().stream().filter(group -> group.owner().map(NodeId::value)
                .filter(node::equals).isPresent()).map(group -> group.id().value()).toList();
    }

    /// Returns the node whose controller leads.
    String leader() {
        await("a leader", () -> api().status().leader().isPresent());
        return api().status().leader().map(NodeId::value).orElseThrow();
    }

    /// Returns the machine whose coordination peer leads the ensemble; only it knows.
    String ensembleLeader() {
        await("a leader of the ensemble", () -> leadsEnsemble().isPresent());
        return leadsEnsemble().orElseThrow();
    }

    private Optional<String> leadsEnsemble() {
        return well().stream().filter(this::saysItLeads).findFirst();
    }

    private boolean saysItLeads(String node) {
        return trying(() -> {
            StatusView status = calls.client(List.of(node)).status();
            return "leader".equals(status.votes().nodes().get(new NodeId(node)));
        });
    }

    private static boolean trying(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (Failure unreachable) {
            return false;
        }
    }

    /// Returns when it is so; while nobody answers it is not.
    ///
    /// @throws AssertionError if it is not within [#PATIENCE], with the last words of the nodes to which something was
    ///                        done
    void await(String what, BooleanSupplier condition) {
        try {
            Awaitility.await(what).atMost(PATIENCE).pollInterval(LOOK_EVERY).until(() -> trying(condition));
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + out.stream().map(this::lastWords)
                    .collect(Collectors.joining()), late);
        }
    }

    /// Returns the end of what the daemon of a node said.
    String lastWords(String node) {
        return "";
    }
}
