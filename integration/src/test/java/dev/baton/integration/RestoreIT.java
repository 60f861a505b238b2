package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.demo.clients.Operation;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.h2.H2Version;
import dev.baton.demo.local.Ground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The way back after the point of no return, as `docs/operating.md` has it, on machines in namespaces whose clients
/// write all the time: the data of a group that a run has converted goes back to the copy that the run saved, and then
/// the run to where it began. What the run brings to the machines is an archive; each has its own below the same path.
///
/// Needs root.
class RestoreIT {

    private static final String GROUP = "evs1";
    private static final ProductId H2 = new ProductId("h2");
    private static final Ground.Site SAME_PATHS = (shape, running) -> {
        Path own = Files.createDirectory(running.directory().resolve("own"));
        return new Namespaces(shape, running, _ -> List.of("own=" + own));
    };

    /// The numbers of the rows that one group has acknowledged, as they are noted.
    private static final class Acknowledged implements Consumer<Operation> {

        private final BitSet rows = new BitSet();

        @Override
        public synchronized void accept(Operation operation) {
            if (operation.group().equals(GROUP) && operation.outcome() == Operation.Outcome.ACKNOWLEDGED) {
                rows.set((int) operation.sequence());
            }
        }

        synchronized BitSet soFar() {
            return (BitSet) rows.clone();
        }
    }

    @Test
    void data_that_a_run_has_converted_goes_back_to_its_copy_and_then_the_run_to_where_it_began() throws IOException,
            InterruptedException, SQLException {
        NamespacedCluster.assumePossible();
        Acknowledged acknowledged = new Acknowledged();
        try (LiveCluster cluster = LiveCluster.beginInNamespaces("restore", SAME_PATHS, acknowledged)) {
            Map<String, String> owners = owners(cluster);
            savesData(cluster);
            cluster.startUpgrade(upgrade(cluster));
            BitSet before = pausedAfterTheFirstConversion(cluster, acknowledged);
            String upgraded = cluster.owner(GROUP);
            assertThat(versions(cluster)).containsEntry(upgraded, Optional.of(H2Version.NEW.version()));
            assertThat(link(cluster, upgraded)).isEqualTo(products(cluster).resolve(H2Version.NEW.text()));
            assertThat(refused(cluster, "upgrade", "rollback", "--yes")).contains("baton group restore " + GROUP);

            restore(cluster, owners.get(GROUP));
            BitSet written = acknowledged.soFar();
            cluster.done("resource", "online", GROUP, "database");
            cluster.awaitRows(Set.of(GROUP));
            Map<String, Seen> served = cluster.seen();
            cluster.done("upgrade", "rollback", "--yes");
            cluster.await("the run ends", () -> cluster.run().ended().isPresent());
            assertThat(cluster.run().status()).as(cluster.run().toString()).isEqualTo("rolled-back");
            cluster.awaitWhole();
            cluster.assertUntouched(served);

            assertThat(owners(cluster)).isEqualTo(owners);
            assertThat(versions(cluster).values()).containsOnly(Optional.of(H2Version.OLD.version()));
            assertThat(link(cluster, upgraded)).isEqualTo(products(cluster).resolve(H2Version.OLD.text()));
            assertThat(cluster.image().nodes().values()).allSatisfy(node -> assertThat(node.holds()).isEmpty());
            cluster.judge(Set.of(GROUP));
            assertRows(cluster, before, written, acknowledged.soFar());
        }
    }

    /// Has the kind save data as the comment in its file says, and say who falls silent meanwhile.
    private static void savesData(LiveCluster cluster) throws IOException, InterruptedException {
        Path kind = cluster.local().clusterFile().resolveSibling("kinds").resolve("h2.yaml");
        String text = Files.readString(kind);
        String saving = text.replaceAll("(?m)^# (backup:|  [a-z]+: )", "$1");
        assertThat(saving).contains("\nbackup:", "\n  restore: ");
        Files.writeString(kind, saving.stripTrailing() + """

                  quiesce:
                    - {on: leader, run: "echo silent {group} >> %1$s", undo: "echo open {group} >> %1$s"}
                """.formatted(told(cluster)));
        cluster.done("config", "apply", "-f", cluster.local().clusterFile().toString());
    }

    /// Where users note what they are told.
    private static Path told(LiveCluster cluster) {
        return cluster.local().directory().resolve("told");
    }

    /// The copies of two groups were made while the users of both were silent.
    private static void assertOneSet(LiveCluster cluster) throws IOException {
        assertThat(Files.readAllLines(told(cluster))).containsExactly("silent evs1", "silent evs2", "open evs2",
                "open evs1");
        assertThat(cluster.data(GROUP).resolve("copies")).isNotEmptyDirectory();
        assertThat(cluster.data("evs2").resolve("copies")).isNotEmptyDirectory();
        assertThat(cluster.data("evs3").resolve("copies")).doesNotExist();
    }

    /// The upgrade by an archive in place of a script, with stops around the first conversion.
    private static String upgrade(LiveCluster cluster) throws IOException {
        Path jars = cluster.local().workload().directory().resolve("jars");
        String name = "h2-" + H2Version.NEW.text();
        Files.copy(jars.resolve(H2Version.NEW.jarName()), Files.createDirectory(jars.resolve(name)).resolve("h2.jar"));
        Path archive = jars.resolve(name + ".tar.gz");
        Command.said(Map.of(), "tar", "-C", jars.toString(), "-czf", archive.toString(), name);
        String sha256 = Command.said(Map.of(), "sha256sum", archive.toString()).replaceFirst(" .*\\s*", "");
        Path products = products(cluster);
        String plain = Files.readString(cluster.local().upgradeFile());
        String upgrade = plain.replaceFirst("(?m)^    install: .*\n    undo: .*\n", """
                    archive:
                      file: %s
                      sha256: %s
                      strip: 1
                      into: %s
                      link: %s
                      was: %s
                """.formatted(archive, sha256, products.resolve(H2Version.NEW.text()), products.resolve("current"),
                products.resolve(H2Version.OLD.text()))) + "stop-before: [first-convert, each-node]\n"
                        + "backup-together: [evs1, evs2]\n";
        assertThat(upgrade).contains("archive:").doesNotContain("h2-install.sh");
        return upgrade;
    }

    /// Where every machine has its products.
    private static Path products(LiveCluster cluster) {
        return cluster.local().directory().resolve("own/products/h2");
    }

    private static Path link(LiveCluster cluster, String node) throws IOException {
        return Files.readSymbolicLink(cluster.local().node(node).directory().resolve("products/h2/current"));
    }

    private static Map<String, Optional<Version>> versions(LiveCluster cluster) {
        Map<String, Optional<Version>> versions = new TreeMap<>();
        cluster.local().shape().nodeNames().forEach(node -> versions.put(node, cluster.image().node(new NodeId(node))
                .version(H2)));
        return versions;
    }

    private static Map<String, String> owners(LiveCluster cluster) {
        Map<String, String> owners = new TreeMap<>();
        cluster.local().shape().serverNames().forEach(group -> owners.put(group, cluster.owner(group)));
        return owners;
    }

    /// Returns the rows that were acknowledged before the run saved the group.
    private static BitSet pausedAfterTheFirstConversion(LiveCluster cluster, Acknowledged acknowledged)
            throws IOException, InterruptedException {
        waits(cluster, "node4");
        cluster.done("upgrade", "approve", "--yes");
        waits(cluster, "the first conversion (" + GROUP + ")");
        assertOneSet(cluster);
        BitSet before = acknowledged.soFar();
        cluster.done("upgrade", "approve", "--yes");
        waits(cluster, "node1");
        cluster.done("upgrade", "pause");
        cluster.await("the run is paused", () -> cluster.run().status().equals("paused"));
        assertThat(cluster.local().workload().format(GROUP)).isEqualTo(H2Version.NEW.format());
        cluster.awaitRows(Set.of(GROUP));
        return before;
    }

    private static void waits(LiveCluster cluster, String before) {
        cluster.await("the run waits before " + before, () -> {
            RunView run = cluster.run();
            assertThat(run.status()).as(run.toString()).isNotEqualTo("stopped");
            return run.waitingFor().filter(what -> what.contains("stop-before") && what.contains(before)).isPresent();
        });
    }

    private static String refused(LiveCluster cluster, String... arguments) throws IOException, InterruptedException {
        Command command = cluster.baton(arguments);
        assertThat(command.exit()).as(command.toString()).isEqualTo(1);
        return command.said();
    }

    /// What `docs/operating.md` has an operator do, in the words of the refusals.
    ///
    /// @param home a machine that has the old version and no group
    private static void restore(LiveCluster cluster, String home) throws IOException, InterruptedException {
        assertThat(refused(cluster, "group", "restore", GROUP, "--dry-run"))
                .containsSubsequence("baton resource offline " + GROUP + " database",
                        "data of format 1.4 would be on node4, which has h2 2.5.252",
                        "baton group move " + GROUP + " " + home + " --override frozen --reason");
        cluster.done("resource", "offline", GROUP, "database", "--yes");
        cluster.done("group", "move", GROUP, home, "--override", "frozen", "--reason", "2.5 is too slow", "--yes");
        assertThat(cluster.local().workload().format(GROUP)).isEqualTo(H2Version.NEW.format());
        assertThat(cluster.done("group", "restore", GROUP, "--yes").said()).contains("from 2.5 to 1.4",
                "what was written since is lost");
        assertThat(cluster.local().workload().format(GROUP)).isEqualTo(H2Version.OLD.format());
    }

    /// The data is that of the copy, with what clients wrote since it is served again.
    ///
    /// @param before  rows acknowledged before it was made
    /// @param written rows acknowledged until it was brought back
    /// @param all     rows acknowledged at all
    private static void assertRows(LiveCluster cluster, BitSet before, BitSet written, BitSet all)
            throws IOException, SQLException {
        BitSet copy = copied(cluster);
        assertThat(without(before, copy)).as("rows from before the copy").isEmpty();
        assertThat(without(written, copy)).as("rows that the copy has not").isNotEmpty();
        int again = written.length();
        BitSet found = found(cluster);
        assertThat(found.get(0, again)).as("rows from before the data was brought back").isEqualTo(copy);
        assertThat(without(all.get(again, all.length()), found.get(again, found.length())))
                .as("rows since, that are lost").isEmpty();
    }

    private static BitSet found(LiveCluster cluster) throws SQLException {
        Namespaces ground = (Namespaces) cluster.local().ground();
        String owner = ground.address(cluster.owner(GROUP));
        return Rows.numbers(ground.places(GROUP).stream().filter(place -> place.address().equals(owner)).findFirst()
                .map(cluster.local().workload()::server).orElseThrow(), ground.calls());
    }

    private static List<Integer> without(BitSet rows, BitSet these) {
        return rows.stream().filter(row -> !these.get(row)).boxed().toList();
    }

    /// Returns the rows of the copy whose name the data has now.
    private static BitSet copied(LiveCluster cluster) throws IOException {
        Path data = cluster.data(GROUP);
        String copy = Files.readSymbolicLink(data.resolve("current")).toString().replaceFirst("^h2-", "");
        Matcher row = Pattern.compile("\\('[^']+', (\\d+), -?\\d+\\)").matcher(Files.readString(data.resolve("copies")
                .resolve(copy + ".sql")));
        BitSet rows = new BitSet();
        while (row.find()) {
            rows.set(Integer.parseInt(row.group(1)));
        }
        return rows;
    }
}
