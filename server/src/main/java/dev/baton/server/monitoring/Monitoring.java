package dev.baton.server.monitoring;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.EventView;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.tree.Json;
import dev.baton.server.api.Desk;
import dev.baton.server.api.Route;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The routes that monitoring asks.
public final class Monitoring {

    public static final String METRICS = "/metrics";
    public static final String HEALTH = "/health";
    public static final String READY = "/ready";

    private final Desk desk;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

    public Monitoring(Desk desk) {
        this.desk = desk;
    }

    /// Returns the routes.
    public List<Route> routes() {
        return List.of(
                Route.text(METRICS, "metrics", "What this node knows, as Prometheus reads it", "text/plain",
                        this::metrics),
                Route.get(HEALTH, "alive", "Whether this daemon answers", Health.class,
                        context -> json(context, desk.health())),
                Route.get(READY, "ready", "Whether it takes part and what it says is current", Health.class,
                        this::ready));
    }

    private void metrics(Context context) throws IOException {
        List<EventView> events = desk.events(0);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writer.write(text, Metrics.of(desk.status(), desk.lastKnown().isEmpty(), events.isEmpty() ? 0
                : events.getLast().n(), desk.counts()), EscapingScheme.UNDERSCORE_ESCAPING);
        context.contentType(PrometheusTextFormatWriter.CONTENT_TYPE).result(text.toByteArray());
    }

    private void ready(Context context) {
        Health health = desk.health();
        Optional<String> why = desk.lastKnown().or(() -> health.member() ? Optional.empty()
                : Optional.of(health.node() + " is not a member of the cluster")).or(() -> health.leader().isPresent()
                ? Optional.empty() : Optional.of("no node leads the cluster at this moment"));
        why.ifPresentOrElse(sentence -> context.status(503).contentType(Api.PROBLEM)
                .result(Json.text(Problem.of(503, "not ready", sentence))), () -> json(context, health));
    }

    private static void json(Context context, Object value) {
        context.contentType("application/json").result(Json.text(value));
    }
}
