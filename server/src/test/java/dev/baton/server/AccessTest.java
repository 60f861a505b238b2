package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tokens, roles and login, on a real port, before a cluster that answers as it is told.
final class AccessTest {

    /// The token of each caller is the caller's name and `-token`; these are their digests.
    private static final String CALLERS = """
            # who may call
            vera viewer %s
            olga operator %s

            anna administrator %s
            """.formatted(sha("vera-token"), sha("olga-token"), sha("anna-token"));
    private static final String NODE_TOKEN = "what daemons show each other";
    private static final String MOVE = Json.text(new Request.ClearFailure(new dev.baton.core.model.GroupId("evs1")));
    private static final String CONFIRM = Json.text(new Request.ConfirmDead(new NodeId("node2"), "I pulled its plug"));
    private static final String REQUESTS = "/api/v1/requests";

    private final ToldCluster cluster = new ToldCluster("done");
    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir
    private Path directory;
    private Path tokens = Path.of("");
    private int port;
    private WebServer web;

    @BeforeEach
    void open() throws IOException {
        tokens = Files.writeString(directory.resolve("tokens"), CALLERS);
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-r--r--"));
        port = FreePorts.one();
        web = new WebServer(new NodeId("node1"), "127.0.0.1", port, cluster,
                Access.byFile(tokens, Optional.empty(), NODE_TOKEN));
    }

    @AfterEach
    void close() {
        web.close();
        client.close();
    }

    private static String sha(String text) {
        try {
            return java.util.HexFormat.of().formatHex(java.security.MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> ask(String token, String body, String... headers)
            throws IOException, InterruptedException {
        return post(REQUESTS, "application/json", body, token.isEmpty() ? headers : with(headers, "Authorization",
                "Bearer " + token));
    }

    private static String[] with(String[] headers, String... more) {
        return java.util.stream.Stream.of(headers, more).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }

    private HttpResponse<String> post(String path, String type, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", type);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void nobody_looks_or_acts_without_a_token_that_somebody_has() throws Exception {
        for (String token : List.of("", "guessed", "vera-token ", sha("vera-token"))) {
            HttpResponse<String> asked = ask(token.strip().equals("vera-token") ? "vera-token-" : token, MOVE);
            assertThat(asked.statusCode()).isEqualTo(401);
            assertThat(asked.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"baton\"");
            assertThat(asked.body()).contains("who are you");
        }
        assertThat(get("/api/v1/status").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/console/groups").statusCode()).isEqualTo(401);
        assertThat(List.of(get("/api/v1/health").statusCode(), get("/health").statusCode(),
                get("/ready").statusCode())).doesNotContain(401);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_viewer_looks_and_asks_what_would_be_done_and_does_nothing() throws Exception {
        assertThat(get("/api/v1/events", "Authorization", "Bearer vera-token").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = ask("vera-token", MOVE);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("vera is viewer; this needs operator");
        assertThat(cluster.asked).isEmpty();
        assertThat(post(REQUESTS + "?dry-run=true", "application/json", MOVE, "Authorization", "Bearer vera-token")
                .statusCode()).isEqualTo(200);
        assertThat(cluster.asked).singleElement().extracting(Ask::dryRun).isEqualTo(true);
    }

    @Test
    void a_viewer_and_a_daemon_of_the_cluster_are_told_of_the_machines_and_nobody_else_is() throws Exception {
        for (String path : List.of("/api/v1/machine", "/api/v1/machines")) {
            assertThat(get(path).statusCode()).isEqualTo(401);
            assertThat(get(path, "Authorization", "Bearer guessed").statusCode()).isEqualTo(401);
            assertThat(get(path, "Authorization", "Bearer vera-token").statusCode()).isEqualTo(200);
            assertThat(get(path, "Authorization", "Bearer " + NODE_TOKEN).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_operator_acts_under_the_own_name_whatever_it_says_and_is_no_administrator() throws Exception {
        assertThat(ask("olga-token", MOVE, "Baton-By", "anna").statusCode()).isEqualTo(200);
        assertThat(cluster.asked).singleElement().extracting(Ask::by).isEqualTo("olga");
        assertThat(ask("olga-token", CONFIRM).body()).contains("olga is operator; this needs administrator");
        assertThat(ask("anna-token", CONFIRM).statusCode()).isEqualTo(200);
        assertThat(cluster.asked).extracting(Ask::by).containsExactly("olga", "anna");
    }

    @Test
    void a_daemon_hands_on_what_its_caller_asks_under_the_callers_name() throws Exception {
        assertThat(ask(NODE_TOKEN, CONFIRM, "Baton-By", "anna", "Baton-Handed-On", "1").statusCode()).isEqualTo(200);
        assertThat(cluster.asked).singleElement().extracting(Ask::by).isEqualTo("anna");
    }

    @Test
    void a_page_of_another_origin_may_not_act_although_the_browser_has_a_token() throws Exception {
        assertThat(post("/console/orders/node-resume", "application/x-www-form-urlencoded", "node=node2", "Cookie",
                "baton=anna-token", "Origin", "https://example.org").statusCode()).isEqualTo(403);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_browser_is_led_to_the_login_and_keeps_the_token_in_a_cookie_that_no_script_reads() throws Exception {
        HttpResponse<String> led = get("/console/groups", "Accept", "text/html");
        assertThat(led.statusCode()).isEqualTo(303);
        assertThat(led.headers().firstValue("Location")).contains("/console/login");
        assertThat(get("/console/login").body()).contains("name=\"token\"");
        HttpResponse<String> wrong = login("nobody's");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(login(NODE_TOKEN).statusCode()).isEqualTo(401);
        HttpResponse<String> right = login("olga-token");
        assertThat(right.statusCode()).isEqualTo(303);
        assertThat(right.headers().firstValue("Set-Cookie").orElseThrow()).contains("HttpOnly")
                .contains("SameSite=Strict");
        String cookie = "baton=olga-token";
        assertThat(get("/console/groups", "Cookie", cookie).statusCode()).isEqualTo(200);
        assertThat(get("/console/login", "Cookie", cookie).body()).contains("logged in as olga");
        assertThat(post("/console/orders/node-resume", "application/x-www-form-urlencoded", "node=node2&key=k1",
                "Cookie", cookie).body()).contains("It is ordered.");
        assertThat(cluster.asked).singleElement().extracting(Ask::by).isEqualTo("olga");
    }

    private HttpResponse<String> login(String token) throws IOException, InterruptedException {
        return post("/console/login", "application/x-www-form-urlencoded", "token="
                + java.net.URLEncoder.encode(token, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void a_caller_who_is_taken_out_of_the_file_is_nobody_from_then_on() throws Exception {
        assertThat(get("/api/v1/events", "Authorization", "Bearer olga-token").statusCode()).isEqualTo(200);
        Files.writeString(tokens, CALLERS.replaceAll("(?m)^olga.*$", ""));
        Files.setLastModifiedTime(tokens, FileTime.fromMillis(1));
        assertThat(get("/api/v1/events", "Authorization", "Bearer olga-token").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/events", "Authorization", "Bearer vera-token").statusCode()).isEqualTo(200);
    }

    @Test
    void a_line_that_says_no_caller_is_named() throws Exception {
        Files.writeString(tokens, CALLERS + "\nmax chief " + sha("x") + "\n");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Access.byFile(tokens, Optional.empty(), "x")))
                .isInstanceOf(IOException.class).hasMessage(tokens + ":7: 'chief' is no role; there are viewer,"
                        + " operator, administrator");
        Files.writeString(tokens, "max viewer secret\n");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Access.byFile(tokens, Optional.empty(), "x")))
                .hasMessageContaining(tokens + ":1: expected NAME ROLE");
    }

    @Test
    void a_list_of_callers_that_others_may_write_is_refused_and_one_that_became_so_counts_as_it_was() throws Exception {
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Access.byFile(tokens, Optional.empty(), "x")))
                .isInstanceOf(IOException.class).hasMessage("the list of callers must be written by its owner only, "
                        + "and " + tokens + " is rw-rw-r--; do: chmod go-w " + tokens);
        Files.writeString(tokens, CALLERS + "mallory administrator " + sha("mallory-token") + "\n");
        Files.setLastModifiedTime(tokens, FileTime.fromMillis(1));
        assertThat(get("/api/v1/events", "Authorization", "Bearer mallory-token").statusCode()).isEqualTo(401);
        assertThat(get("/api/v1/events", "Authorization", "Bearer vera-token").statusCode()).isEqualTo(200);
    }
}
