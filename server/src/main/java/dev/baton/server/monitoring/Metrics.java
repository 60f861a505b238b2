package dev.baton.server.monitoring;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.api.StatusView;
import dev.baton.cluster.hooks.HookCounts;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.NodeImage;
import dev.baton.core.rules.CoverWalk;
import dev.baton.core.screen.Runs;
import dev.baton.server.api.OwnCounts;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What a node knows of the cluster, as Prometheus names it: units in names, one label for each dimension, states in
/// lower case. There is no series for each group, so that ten thousand groups cost no more than ten; for each node
/// there are two.
final class Metrics {

    /// Upper bounds, in seconds: from what a client hardly notices to what somebody is called for.
    private static final List<Double> OUTAGES = List.of(1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0,
            Double.POSITIVE_INFINITY);

    private final MetricSnapshots.Builder all = MetricSnapshots.builder();

    private Metrics() {}

    /// Returns the metrics of this moment.
    ///
    /// @param current   whether the node hears of every change
    /// @param lastEvent number of the latest event
    /// @param counts    what this daemon has counted
    static MetricSnapshots of(StatusView status, boolean current, long lastEvent, OwnCounts counts) {
        Metrics metrics = new Metrics();
        metrics.groups(status.image());
        metrics.nodes(status.image());
        metrics.one("baton_leader_known", "Whether some node's controller leads.", status.leader().isPresent());
        metrics.one("baton_current", "Whether this node hears of every change; else the rest is what it last knew.",
                current);
        metrics.gauge("baton_votes_up", "Vote holders of the coordination engine that take part.",
                status.votes().up());
        metrics.gauge("baton_votes", "Vote holders of the coordination engine.", status.votes().total());
        metrics.gauge("baton_cluster_level", "Protocol level that all members agreed on.", status.image().level());
        metrics.counter("baton_events", "Events written down since the cluster was made.", (double) lastEvent);
        metrics.lease(status.margin());
        metrics.gauge("baton_group_failures", "Failures that are counted, over all groups, until they are cleared.",
                status.failures().values().stream().mapToInt(record -> record.failures().size()).sum());
        metrics.run(status.run());
        metrics.own(counts);
        return metrics.all.build();
    }

    private void groups(ClusterImage image) {
        Map<String, Integer> states = counts("online", "partial", "offline", "pending", "failed");
        image.groups().values().forEach(group -> states.merge(word(group), 1, Integer::sum));
        series("baton_groups", "Groups by state.", "state", states);
        gauge("baton_groups_without_failover", "Groups that no other node could take over now.",
                new CoverWalk(image).uncovered().size());
    }

    private static String word(GroupImage group) {
        return switch (group.state()) {
            case GroupState.Online _ -> "online";
            case GroupState.Partial _ -> "partial";
            case GroupState.Offline _ -> "offline";
            case GroupState.Pending _ -> "pending";
            case GroupState.Failed _ -> "failed";
        };
    }

    private void nodes(ClusterImage image) {
        Map<String, Integer> states = counts("up", "down", "absent");
        image.nodes().values().forEach(node -> states.merge(word(node), 1, Integer::sum));
        series("baton_nodes", "Nodes by membership, witnesses included.", "state", states);
        GaugeSnapshot.Builder holds = GaugeSnapshot.builder().name("baton_node_holds")
                .help("Reasons to leave the node alone.");
        GaugeSnapshot.Builder versions = GaugeSnapshot.builder().name("baton_node_product_info")
                .help("Version of a product that the node reads, as a label.");
        image.members().forEach(node -> {
            holds.dataPoint(point(Labels.of("node", node.id().value()), node.holds().size()));
            node.facts().versions().forEach((product, version) -> versions.dataPoint(point(Labels.of("node",
                    node.id().value(), "product", product.value(), "version", version.value()), 1)));
        });
        all.metricSnapshot(holds.build());
        all.metricSnapshot(versions.build());
    }

    private static String word(NodeImage node) {
        return switch (node.membership()) {
            case UP -> "up";
            case DOWN -> "down";
            case ABSENT -> "absent";
        };
    }

    /// Absent while no heartbeat was seen.
    private void lease(Optional<LeaseMargin> margin) {
        margin.ifPresent(nearest -> {
            gauge("baton_lease_margin_seconds", "What was left of the lease that came nearest to its end lately, as "
                    + "this node saw it; negative when one was over.", seconds(nearest.left()));
            gauge("baton_lease_seconds", "The whole of that lease.", seconds(nearest.lease()));
        });
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    private void run(Optional<RunView> run) {
        one("baton_run_active", "Whether a run is on.", run.isPresent());
        one("baton_run_waits_for_person", "Whether the run that is on goes on only after a person has acted.",
                run.filter(Runs::needsPerson).isPresent());
        gauge("baton_run_progress_ratio", "How much of the run that is on is done, by planned times; 0 to 1.",
                run.map(view -> Runs.percent(view) / 100.0).orElse(0.0));
        gauge("baton_run_outages", "Outages that the run that is on has cost so far, over all groups.",
                run.map(view -> view.groups().stream().mapToInt(group -> group.seen().size()).sum()).orElse(0));
        outages(run);
        gauge("baton_run_planned_outages", "Outages that the plan of the run that is on has, over all groups.",
                run.map(RunView::outages).orElse(0));
        gauge("baton_run_exposure_seconds", "For how long groups had no failover in the run that is on, summed.",
                run.map(view -> seconds(view.groups().stream().map(RunView.GroupLine::uncovered)
                        .reduce(Duration.ZERO, Duration::plus))).orElse(0.0));
    }

    private void outages(Optional<RunView> run) {
        List<Double> seen = run.stream().flatMap(view -> view.groups().stream()).flatMap(group -> group.seen().stream())
                .map(Metrics::seconds).toList();
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        double from = 0;
        for (double to : OUTAGES) {
            double over = from;
            buckets.bucket(to, seen.stream().filter(lasted -> (lasted > over || over == 0) && lasted <= to).count());
            from = to;
        }
        all.metricSnapshot(HistogramSnapshot.builder().name("baton_run_outage_seconds").gaugeHistogram(true)
                .help("How long the outages of the run that is on were.").dataPoint(HistogramSnapshot
                        .HistogramDataPointSnapshot.builder().classicHistogramBuckets(buckets.build())
                        .sum(seen.stream().mapToDouble(Double::doubleValue).sum()).build()).build());
    }

    private void own(OwnCounts counts) {
        counter("baton_failovers", "Failovers of groups that this node has seen since its daemon began.",
                (double) counts.failovers());
        counter("baton_coordination_unknown", "Writes of this node whose outcome the coordination engine did not tell "
                + "in time.", (double) counts.unknown());
        hooks(counts.hooks());
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int n = 0; n < OwnCounts.SECONDS.size(); n++) {
            buckets.bucket(OwnCounts.SECONDS.get(n), counts.writes().get(n));
        }
        all.metricSnapshot(HistogramSnapshot.builder().name("baton_coordination_write_seconds")
                .help("How long the coordination engine took to answer a write of this node.")
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build()).sum(counts.seconds()).build()).build());
    }

    /// Nothing where no hook was handed anything here: hooks are the leader's.
    private void hooks(SortedMap<String, HookCounts> hooks) {
        if (hooks.isEmpty()) {
            return;
        }
        CounterSnapshot.Builder ended = CounterSnapshot.builder().name("baton_hook_events")
                .help("Events for a hook, by what became of them, since this node's daemon began.");
        GaugeSnapshot.Builder waiting = GaugeSnapshot.builder().name("baton_hook_waiting")
                .help("Events that wait for a hook on this node.");
        hooks.forEach((hook, counts) -> {
            Map.of("delivered", counts.delivered(), "failed", counts.failed(), "dropped", counts.dropped())
                    .forEach((outcome, events) -> ended.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(Labels.of("hook", hook, "outcome", outcome)).value(events).build()));
            waiting.dataPoint(point(Labels.of("hook", hook), counts.waiting()));
        });
        all.metricSnapshot(ended.build());
        all.metricSnapshot(waiting.build());
    }

    private void counter(String name, String help, double value) {
        all.metricSnapshot(CounterSnapshot.builder().name(name).help(help).dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder().value(value).build()).build());
    }

    private static Map<String, Integer> counts(String... words) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        List.of(words).forEach(word -> counts.put(word, 0));
        return counts;
    }

    private void series(String name, String help, String label, Map<String, Integer> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((word, value) -> gauge.dataPoint(point(Labels.of(label, word), value)));
        all.metricSnapshot(gauge.build());
    }

    private void one(String name, String help, boolean so) {
        gauge(name, help, so ? 1 : 0);
    }

    private void gauge(String name, String help, double value) {
        all.metricSnapshot(GaugeSnapshot.builder().name(name).help(help).dataPoint(point(Labels.EMPTY, value)).build());
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
