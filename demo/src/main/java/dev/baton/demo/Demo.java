package dev.baton.demo;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.demo.DemoResult.NodeLine;
import dev.baton.demo.DemoResult.ServerLine;
import dev.baton.demo.clients.Found;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Server;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Waiting;
import dev.baton.demo.local.Workload;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The story of the demo on a cluster that is ready: clients write, the cluster is upgraded, the rows are counted.
///
/// @param setting  the cluster
/// @param preset   what the plan prefers
/// @param progress takes one line per step, for people
/// @param plan     takes the plan as it is shown
record Demo(Setting setting, Preset preset, Consumer<String> progress, Consumer<String> plan) {

    /// So many rows on each server before the first step, and after the last one.
    private static final long ROWS_AROUND = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Everything that was so before the first step.
    private record Before(ClusterImage image, Map<String, String> versions, Map<String, String> formats) {}

    /// Returns what it came to.
    ///
    /// @throws dev.baton.cli.terminal.Failure if the cluster refuses, or does not answer
    /// @throws IOException                    if data cannot be read
    /// @throws SQLException                   if a server does not answer at the beginning or the end
    DemoResult tell() throws IOException, SQLException {
        UpgradeSpec spec = setting.upgrade().withPreset(preset);
        Before before = new Before(setting.image(), versions(), formats());
        try (Writers writers = new Writers("demo", servers().values(), Writers.INTERVAL)) {
            progress.accept(writers.seen().size() + " clients write "
                    + 1_000 / Writers.INTERVAL.toMillis() + " rows a second each");
            writers.start();
            awaitRows(writers, Map.of());
            UpgradeRun run = UpgradeRun.plan(before.image(), spec);
            plan.accept(run.screen());
            progress.accept("carrying it out");
            UpgradeRun.Ended ended = run.carryOut(setting.api(), progress);
            awaitRows(writers, acknowledged(writers));
            writers.stop();
            progress.accept("counting the rows");
            SortedMap<String, Found> found = writers.verify();
            return result(before, run, ended, writers.seen(), found);
        }
    }

    /// Returns when each client has had some more rows acknowledged; or when one will not, which the result shows.
    private void awaitRows(Writers writers, Map<String, Long> already) {
        Waiting.until(PATIENCE, () -> writers.seen().stream().allMatch(seen -> seen.isServed()
                && seen.acknowledged() >= already.getOrDefault(seen.server().group(), 0L) + ROWS_AROUND));
    }

    private static Map<String, Long> acknowledged(Writers writers) {
        Map<String, Long> rows = new TreeMap<>();
        writers.seen().forEach(seen -> rows.put(seen.server().group(), seen.acknowledged()));
        return rows;
    }

    private DemoResult result(Before before, UpgradeRun run, UpgradeRun.Ended ended, List<Seen> seen,
            SortedMap<String, Found> found) throws IOException, SQLException {
        ClusterImage after = setting.image();
        Map<String, String> versions = versions();
        Map<String, String> formats = formats();
        List<ServerLine> lines = new ArrayList<>();
        for (Seen client : seen) {
            String name = client.server().group();
            Found rows = found.getOrDefault(name, new Found(0, 0, 0, 0, 0, 0));
            lines.add(new ServerLine(name, owner(after, name), owner(before.image(), name), client.outages().size(),
                    client.longest().toMillis(), client.total().toMillis(), client.longestPause().toMillis(),
                    rows.acknowledged(), rows.found(), rows.lost(), rows.inDoubt(),
                    before.versions().getOrDefault(name, ""), versions.getOrDefault(name, ""),
                    before.formats().getOrDefault(name, ""), formats.getOrDefault(name, ""),
                    workload().oldVersionRefuses(name)));
        }
        DemoResult result = new DemoResult(workload().product().value(), workload().from().value(),
                workload().to().value(), preset.word(),
                lines.stream().mapToInt(ServerLine::outages).sum(), run.report().outages(),
                run.report().leastOutages().value(),
                UpgradeRun.outagesOf(before.image(), run.plan().spec(), Preset.DOCUMENTED).orElse(0),
                tenths(run.report().exposure().toMillis() / 60_000.0), tenths(measured(ended).toMillis() / 1000.0),
                (int) (1_000 / Writers.INTERVAL.toMillis()), tenths(ended.took().toMillis() / 1000.0),
                run.digest(), "PROVED",
                run.plan().stages().size(), nodes(before.image(), after), lines, List.of());
        return new Judgement(result, ended, found, ownerFaults()).judged();
    }

    private static Duration measured(UpgradeRun.Ended ended) {
        return ended.view().groups().stream().map(group -> group.uncovered()).reduce(Duration.ZERO, Duration::plus);
    }

    private static double tenths(double number) {
        return Math.round(number * 10) / 10.0;
    }

    private List<NodeLine> nodes(ClusterImage before, ClusterImage after) {
        return after.members().stream().map(node -> new NodeLine(node.id().value(),
                Optional.ofNullable(before.nodes().get(node.id())).map(setting::version).orElse(""),
                setting.version(node))).toList();
    }

    private static String owner(ClusterImage image, String group) {
        return Optional.ofNullable(image.groups().get(new GroupId(group))).flatMap(GroupImage::owner)
                .map(NodeId::value).orElse("-");
    }

    private Map<String, String> versions() throws SQLException {
        Map<String, String> versions = new TreeMap<>();
        for (Server server : servers().values()) {
            versions.put(server.group(), workload().serverVersion(server));
        }
        return versions;
    }

    private Map<String, String> formats() throws IOException {
        Map<String, String> formats = new TreeMap<>();
        for (String group : servers().keySet()) {
            formats.put(group, workload().format(group));
        }
        return formats;
    }

    private List<String> ownerFaults() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String group : servers().keySet()) {
            workload().ownerFaults(group).forEach(fault -> faults.add(group + ": " + fault));
        }
        return faults;
    }

    private SortedMap<String, Server> servers() {
        return setting.cluster().servers();
    }

    private Workload workload() {
        return setting.cluster().workload();
    }
}
