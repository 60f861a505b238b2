package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.Gzip;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.core.model.RequestReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What holds for every request, on a real port, before a cluster that answers as it is told.
final class WebServerTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final String RESUME = "/console/orders/node-resume";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ToldCluster cluster = new ToldCluster("node1 is resumed");
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private WebServer web;

    @BeforeEach
    void open() throws IOException {
        port = FreePorts.one();
        web = new WebServer(NODE, "127.0.0.1", port, cluster, Access.ofThisMachine());
    }

    @AfterEach
    void close() {
        web.close();
        client.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = to(path).header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String own() {
        return "http://127.0.0.1:" + port;
    }

    @Test
    void a_form_of_our_own_page_is_put_to_the_leader_once_under_its_key() throws Exception {
        HttpResponse<String> done = post(RESUME, FORM, "node=node2&key=k7", "Origin", own(), "Sec-Fetch-Site",
                "same-origin");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("It is ordered.").contains("node1 is resumed");
        assertThat(cluster.asked).containsExactly(new Ask("console", "k7", false,
                new Request.ResumeNode(new NodeId("node2"))));
    }

    @Test
    void a_dialog_asks_only_what_would_be_done() throws Exception {
        assertThat(get(RESUME + "?node=node2").body()).contains("This would be done:");
        assertThat(cluster.asked).singleElement().extracting(Ask::dryRun).isEqualTo(true);
        cluster.answer = new Answer.Refused(List.of(new RequestReason.Unknown("node", "node2", List.of("node1"))));
        assertThat(get(RESUME + "?node=node2").body()).contains("refused: there is no node 'node2'")
                .doesNotContain("type=\"submit\"");
        assertThat(get(RESUME).body()).contains("it does not say which node");
        assertThat(get(RESUME + "?node=../x").body()).contains("refused: '../x' is not the name of a node");
    }

    @Test
    void no_page_of_another_origin_may_act() throws Exception {
        String body = "node=node2&key=k8";
        for (String[] stranger : new String[][] {
                {"Origin", "https://example.org"}, {"Origin", "http://127.0.0.1:" + (port + 1)},
                {"Origin", "http://localhost:" + port}, {"Origin", "null"},
                {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
                {"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}}) {
            for (String path : List.of(RESUME, "/console/plans", "/console/proofs", Api.REQUESTS)) {
                HttpResponse<String> refused = post(path, FORM, body, stranger);
                assertThat(refused.statusCode()).as(path + " from " + List.of(stranger)).isEqualTo(403);
                assertThat(Json.read(refused.body(), Problem.class).title()).isEqualTo("not from here");
            }
        }
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_link_from_elsewhere_leads_to_a_page_and_no_other_request_from_there_is_answered() throws Exception {
        assertThat(get("/console", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate").statusCode())
                .isEqualTo(200);
        assertThat(get("/console", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors").statusCode())
                .isEqualTo(403);
        assertThat(get(Api.STATUS, "Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "cors").statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_page_lets_nothing_in_that_is_not_ours_and_nobody_frame_it() throws Exception {
        for (String path : List.of("/console", "/console/groups", Api.STATUS, "/console/static/console.js",
                "/console/nowhere")) {
            var headers = get(path).headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).as(path)
                    .contains("default-src 'none'").contains("frame-ancestors 'none'").contains("form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Cross-Origin-Opener-Policy")).contains("same-origin");
            assertThat(headers.firstValue("Referrer-Policy")).contains("same-origin");
        }
    }

    @Test
    void the_report_of_a_run_that_nobody_knows_is_not_found() throws Exception {
        assertThat(get("/console/upgrades/r9/report.html").statusCode()).isEqualTo(404);
        HttpResponse<String> told = get(Api.RUNS + "/r9" + Api.REPORT);
        assertThat(told.statusCode()).isEqualTo(404);
        assertThat(Json.read(told.body(), Problem.class).detail()).isEqualTo("there is no run 'r9'");
    }

    @Test
    void whatever_is_refused_is_a_problem() throws Exception {
        HttpResponse<String> nowhere = get("/api/v2/status");
        assertThat(nowhere.statusCode()).isEqualTo(404);
        assertThat(nowhere.headers().firstValue("Content-Type").orElseThrow()).startsWith(Api.PROBLEM);
        assertThat(Json.read(nowhere.body(), Problem.class).detail()).isEqualTo("there is nothing at /api/v2/status");
        HttpResponse<String> large = post(Api.REQUESTS, "application/json", "\"" + "x".repeat(1 << 21) + "\"");
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(Json.read(large.body(), Problem.class).title()).isEqualTo("too large");
        HttpResponse<String> paper = post("/console/plans", FORM, "file=" + "x".repeat(1 << 21), "Origin", own());
        assertThat(paper.statusCode()).isEqualTo(413);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_request_that_is_too_long_may_come_packed() throws Exception {
        Request pause = new Request.PauseNode(NODE, "tonight, ".repeat(200_000));
        HttpResponse<String> plain = post(Api.REQUESTS, "application/json", Json.text(pause));
        assertThat(plain.statusCode()).isEqualTo(413);
        HttpResponse<String> packed = client.send(to(Api.REQUESTS).header("Content-Type", "application/json")
                .header(Api.ENCODING, Api.PACKED).POST(HttpRequest.BodyPublishers.ofByteArray(
                        Gzip.pack(Json.text(pause)))).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(packed.statusCode()).as(packed.body()).isEqualTo(200);
        assertThat(cluster.asked).singleElement().extracting(Ask::request).isEqualTo(pause);
        HttpResponse<String> broken = post(Api.REQUESTS, "application/json", Json.text(pause).substring(0, 100),
                Api.ENCODING, Api.PACKED);
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(Json.read(broken.body(), Problem.class).title()).isEqualTo("malformed");
    }

    @Test
    void styles_and_scripts_come_from_here_and_are_not_sent_twice() throws Exception {
        for (String file : List.of("console.css", "console.js", "theme.js", "htmx.min.js", "idiomorph.js",
                "baton.svg")) {
            HttpResponse<String> first = get("/console/static/" + file);
            assertThat(first.statusCode()).as(file).isEqualTo(200);
            assertThat(first.body()).isNotBlank();
            assertThat(get("/console/static/" + file, "If-None-Match", first.headers().firstValue("ETag")
                    .orElseThrow()).statusCode()).isEqualTo(304);
        }
        assertThat(get("/console/static/../console.css").statusCode()).isEqualTo(404);
        assertThat(get("/console/static/Console.class").statusCode()).isEqualTo(404);
    }

    @Test
    void a_browser_is_told_of_a_change_and_not_of_a_heartbeat() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("GET /console/changes HTTP/1.1\r\nHost: 127.0.0.1:" + port
                    + "\r\nAccept: text/event-stream\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(),
                    StandardCharsets.UTF_8));
            assertThat(event(lines)).isEqualTo("hello");
            cluster.change.complete(true);
            cluster.change = new CompletableFuture<>();
            cluster.cutOff = Optional.of(Instant.EPOCH);
            cluster.change.complete(true);
            assertThat(event(lines)).isEqualTo("changed");
        }
    }

    private static String event(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("event:")) {
            line = lines.readLine();
        }
        return line == null ? "end" : line.substring("event:".length()).strip();
    }

    @Test
    void metrics_are_prometheus_text_and_readiness_says_what_is_missing() throws Exception {
        HttpResponse<String> metrics = get("/metrics");
        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(metrics.body()).contains("# TYPE baton_groups gauge\n").contains("baton_groups{state=\"online\"} 0")
                .contains("# TYPE baton_events_total counter\n").contains("baton_leader_known 0")
                .contains("baton_current 1").contains("baton_run_active 0");
        assertThat(get("/health").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = get("/ready");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(Json.read(ready.body(), Problem.class).detail()).isEqualTo("node1 is not a member of the cluster");
        cluster.cutOff = Optional.of(Instant.EPOCH);
        assertThat(get("/ready").body()).contains("node1 is cut off from the others");
        assertThat(get("/metrics").body()).contains("baton_current 0");
    }

    @Test
    void a_plan_is_kept_under_an_address_of_its_own() throws Exception {
        HttpResponse<String> sent = post("/console/plans", FORM, "file=nonsense&do=plan", "Origin", own());
        assertThat(sent.statusCode()).isEqualTo(303);
        HttpResponse<String> page = get(sent.headers().firstValue("Location").orElseThrow()
                .replaceFirst("^http://[^/]*", ""));
        assertThat(page.body()).contains("The file is not understood");
        assertThat(get("/console/plans/0000000").statusCode()).isEqualTo(404);
        assertThat(cluster.asked).isEmpty();
    }
}
