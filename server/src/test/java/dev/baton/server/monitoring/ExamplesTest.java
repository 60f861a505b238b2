package dev.baton.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.LeaseMargin;
import dev.baton.cluster.api.StatusView;
import dev.baton.cluster.hooks.HookCounts;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeFacts;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.server.api.OwnCounts;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The dashboard and the alert rules that users copy.
final class ExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "monitoring");
    private static final Pattern NAME = Pattern.compile("baton_[a-z_]+");

    private static String metrics() throws IOException {
        return metrics(Optional.empty());
    }

    private static String metrics(Optional<RunView> run) throws IOException {
        ClusterImage image = ClusterImage.EMPTY.with(NodeImage.defined(new NodeId("node1"), "10.0.0.1", true, false)
                .withFacts(NodeFacts.UNKNOWN.with(new ProductId("app"), new Version("1.0"))));
        StatusView status = new StatusView(image, Optional.of(new NodeId("node1")), new StatusView.Votes(1, 1,
                new TreeMap<>()), new TreeMap<>(), run, new TreeMap<>(), Optional.of(new LeaseMargin(
                new NodeId("node1"), Duration.ofMillis(-250), Duration.ofSeconds(8))), Instant.EPOCH);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, Metrics.of(status, true, 7, new OwnCounts(3, List.of(1L,
                2L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L), 3.5, 1).withHooks(new TreeMap<>(Map.of("mail",
                new HookCounts(5, 2, 1, 4))))),
                EscapingScheme.UNDERSCORE_ESCAPING);
        return text.toString(StandardCharsets.UTF_8);
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(found -> found.group()
                .replaceFirst("_(g?sum|g?count|bucket)$", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_metric_that_an_example_asks_for_is_served() throws IOException {
        Set<String> served = names(metrics().lines().filter(line -> !line.startsWith("#"))
                .collect(Collectors.joining("\n")));
        for (String file : Set.of("baton.rules.yaml", "grafana-dashboard.json")) {
            Set<String> asked = names(Files.readString(EXAMPLES.resolve(file)));
            assertThat(asked).as(file).hasSizeGreaterThan(5);
            assertThat(served).as(file).containsAll(asked);
        }
    }

    @Test
    void every_metric_is_explained_and_named_as_prometheus_wants_it() throws IOException {
        String text = metrics();
        names(text).forEach(name -> assertThat(text).contains("# HELP " + name + " ").contains("# TYPE " + name + " "));
        assertThat(text).contains("baton_events_total 7.0\n").contains("baton_lease_margin_seconds -0.25\n")
                .contains("baton_node_product_info{node=\"node1\",product=\"app\",version=\"1.0\"} 1.0\n")
                .contains("baton_nodes{state=\"absent\"} 1.0\n").contains("baton_failovers_total 3.0\n")
                .contains("baton_coordination_write_seconds_bucket{le=\"0.01\"} 3\n")
                .contains("baton_coordination_write_seconds_count 4\n")
                .contains("baton_coordination_unknown_total 1.0\n")
                .contains("baton_hook_events_total{hook=\"mail\",outcome=\"failed\"} 2.0\n")
                .contains("baton_hook_waiting{hook=\"mail\"} 4.0\n");
    }

    @Test
    void an_outage_is_counted_among_those_of_its_length() throws IOException {
        RunView.GroupLine group = new RunView.GroupLine(new GroupId("g1"), Optional.empty(), "Online",
                new Format.Unread(), 2, List.of(Duration.ofSeconds(3), Duration.ofSeconds(40)), List.of(),
                Duration.ZERO);
        String text = metrics(Optional.of(new RunView(new RunId("app-2"), "app-2", "0", "running", Optional.empty(),
                Instant.EPOCH, Optional.empty(), "olga", List.of(), 2, List.of(), List.of(group), List.of(), List.of(),
                List.of(), Optional.empty())));
        assertThat(text).contains("baton_run_outage_seconds_bucket{le=\"2.5\"} 0\n")
                .contains("baton_run_outage_seconds_bucket{le=\"5.0\"} 1\n")
                .contains("baton_run_outage_seconds_bucket{le=\"60.0\"} 2\n")
                .contains("baton_run_outage_seconds_bucket{le=\"+Inf\"} 2\n");
    }
}
