package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.config.OwnCertificate;
import dev.baton.config.Pem;
import dev.baton.coordination.Sha256;
import dev.baton.coordination.pem.MadeAuthority;
import dev.baton.coordination.pem.MadeAuthority.Signed;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.server.access.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Certificates of callers, and every way to be refused, on a real port with TLS.
final class CertificatesTest {

    private static final String MOVE = Json.text(new Request.ClearFailure(new GroupId("evs1")));
    private static final String CONFIRM = Json.text(new Request.ConfirmDead(new NodeId("node2"), "I pulled its plug"));
    private static final String REQUESTS = "/api/v1/requests";

    @TempDir
    private static Path made;
    private static MadeAuthority cluster;
    private static MadeAuthority strangers;
    private static Signed node;
    private static Signed alice;
    private static Signed nobody;
    private static Signed expired;
    private static Signed foreign;

    private final ToldCluster told = new ToldCluster("done");
    private final AuditTrail audit = new AuditTrail();
    @TempDir
    private Path directory;
    private Path callers = Path.of("");
    private int port;
    private WebServer web;

    @BeforeAll
    static void certificates() {
        cluster = new MadeAuthority(made, "cluster");
        strangers = new MadeAuthority(made, "strangers");
        node = cluster.node("node1");
        alice = cluster.caller("alice");
        nobody = cluster.caller("Some Body");
        expired = cluster.sign("alice late", "-startdate", "-3d", "-validity", "1");
        foreign = strangers.caller("alice");
    }

    @BeforeEach
    void open() throws IOException {
        callers = Files.writeString(directory.resolve("callers"), """
                vera viewer %s
                alice operator cn=alice
                late administrator cn=alice late
                """.formatted(Sha256.of("vera-token")));
        Files.setPosixFilePermissions(callers, PosixFilePermissions.fromString("rw-------"));
        serve(cluster.certificate());
    }

    private void serve(Path callersAuthority) throws IOException {
        port = FreePorts.one();
        web = new WebServer(new NodeId("node1"), "127.0.0.1", port, told, Access.byFile(callers, Optional.of(
                Tls.read(node.certificate(), node.key(), cluster.certificate(), callersAuthority)), "of daemons"));
    }

    @AfterEach
    void close() {
        web.close();
        audit.close();
    }

    private HttpResponse<String> send(Optional<Signed> own, String path, Optional<String> body, String... headers)
            throws IOException, InterruptedException {
        return send(own, path, body.map(HttpRequest.BodyPublishers::ofString).orElse(
                HttpRequest.BodyPublishers.noBody()), headers);
    }

    private HttpResponse<String> send(Optional<Signed> own, String path, HttpRequest.BodyPublisher body,
            String... headers) throws IOException, InterruptedException {
        Optional<OwnCertificate> shown = own.isEmpty() ? Optional.empty()
                : Optional.of(OwnCertificate.read(own.get().certificate(), own.get().key()));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        if (body.contentLength() != 0) {
            request.POST(body);
        }
        try (HttpClient client = HttpClient.newBuilder().sslContext(Pem.client(shown,
                Optional.of(cluster.certificate()))).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private HttpResponse<String> ask(Signed own, String body, String... headers)
            throws IOException, InterruptedException {
        return send(Optional.of(own), REQUESTS, Optional.of(body), headers.length > 0 ? headers
                : new String[] {"Content-Type", "application/json"});
    }

    @Test
    void a_caller_whose_certificate_a_line_names_needs_no_token_and_acts_under_the_name_of_the_line() throws Exception {
        assertThat(ask(alice, MOVE, "Content-Type", "application/json", "Baton-By", "anna").statusCode())
                .isEqualTo(200);
        assertThat(told.asked).singleElement().extracting(Ask::by).isEqualTo("alice");
        assertThat(ask(alice, CONFIRM).body()).contains("alice is operator; this needs administrator");
        assertThat(told.asked).hasSize(1);
    }

    @Test
    void a_browser_with_such_a_certificate_is_not_led_to_the_login() throws Exception {
        HttpResponse<String> page = send(Optional.of(alice), "/console/groups", Optional.empty(), "Accept",
                "text/html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("alice, operator");
        assertThat(send(Optional.of(nobody), "/console/groups", Optional.empty(), "Accept", "text/html").statusCode())
                .isEqualTo(303);
        assertThat(audit.since()).singleElement().asString().contains("Some Body");
    }

    @Test
    void whose_certificate_no_line_names_is_nobody_also_a_node_until_a_line_names_it() throws Exception {
        HttpResponse<String> refused = ask(node, CONFIRM);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("no line in the file of callers names the certificate of cn=node1");
        assertThat(told.asked).isEmpty();
        Files.writeString(callers, "machine administrator cn=node1\nsome viewer cn=Some Body\n");
        Files.setLastModifiedTime(callers, java.nio.file.attribute.FileTime.fromMillis(1));
        assertThat(ask(node, CONFIRM).statusCode()).isEqualTo(200);
        assertThat(told.asked).singleElement().extracting(Ask::by).isEqualTo("machine");
        assertThat(send(Optional.of(nobody), "/api/v1/events", Optional.empty()).statusCode()).isEqualTo(200);
        assertThat(ask(alice, MOVE).statusCode()).as("whose line is taken out").isEqualTo(401);
    }

    @Test
    void a_token_does_as_well_and_counts_before_a_certificate() throws Exception {
        assertThat(send(Optional.empty(), "/api/v1/events", Optional.empty(), "Authorization", "Bearer vera-token")
                .statusCode()).isEqualTo(200);
        assertThat(ask(alice, MOVE, "Content-Type", "application/json", "Authorization", "Bearer vera-token").body())
                .contains("vera is viewer; this needs operator");
        assertThat(ask(alice, MOVE, "Content-Type", "application/json", "Authorization", "Bearer taken-back")
                .statusCode()).isEqualTo(200);
    }

    @Test
    void where_callers_have_an_authority_of_their_own_that_of_the_nodes_signs_no_caller() throws Exception {
        web.close();
        serve(strangers.certificate());
        assertThat(ask(alice, MOVE).statusCode()).isEqualTo(401);
        assertThat(ask(foreign, MOVE).statusCode()).isEqualTo(200);
        assertThat(told.asked).singleElement().extracting(Ask::by).isEqualTo("alice");
    }

    @Test
    void whatever_is_wrong_with_a_request_it_is_refused_and_audited_and_nothing_is_done() throws Exception {
        String[] json = {"Content-Type", "application/json"};
        String[] vera = {"Content-Type", "application/json", "Authorization", "Bearer vera-token"};
        String[] foreignPage = {"Content-Type", "application/json", "Origin", "https://example.org"};
        Map<String, HttpResponse<String>> answers = new java.util.LinkedHashMap<>();
        for (var each : List.<Map.Entry<String, Attempt>>of(
                Map.entry("401 show a token", () -> send(Optional.empty(), REQUESTS, Optional.of(MOVE), json)),
                Map.entry("401 nobody here has this token", () -> send(Optional.empty(), REQUESTS, Optional.of(MOVE),
                        "Content-Type", "application/json", "Authorization", "Bearer guessed")),
                Map.entry("403 vera is viewer; this needs operator", () -> send(Optional.empty(), REQUESTS,
                        Optional.of(MOVE), vera)),
                Map.entry("403 a page from https://example.org may not act here", () -> ask(alice, MOVE, foreignPage)),
                Map.entry("403 a page from another site may not act here", () -> ask(alice, MOVE, "Content-Type",
                        "application/json", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")),
                Map.entry("413 a request has at most 1 MiB", () -> ask(alice, "\"" + "x".repeat(1 << 21) + "\"")),
                Map.entry("411 a request says how long it is", () -> send(Optional.of(alice), REQUESTS,
                        HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(MOVE.getBytes(
                                StandardCharsets.UTF_8))), json)),
                Map.entry("400 ", () -> ask(alice, "{\"nonsense\":")),
                Map.entry("415 a request is application/json", () -> ask(alice, MOVE, "Content-Type", "text/plain")),
                Map.entry("401 was good until", () -> ask(expired, MOVE)),
                Map.entry("401 is not one of a caller of this cluster", () -> ask(foreign, MOVE)),
                Map.entry("401 no line in the file of callers names", () -> ask(nobody, MOVE)),
                Map.entry("401 this join token was used", () -> send(Optional.empty(), REQUESTS, Optional.of(MOVE),
                        "Content-Type", "application/json", "Authorization", "Baton-Join " + "0".repeat(32))))) {
            HttpResponse<String> answer = each.getValue().made();
            answers.put(each.getKey(), answer);
            int status = Integer.parseInt(each.getKey().substring(0, 3));
            String why = each.getKey().substring(4);
            assertThat(answer.statusCode()).as(each.getKey() + ": " + answer.body()).isEqualTo(status);
            assertThat(answer.body()).contains(why);
            assertThat(audit.since()).as(each.getKey()).singleElement().asString().startsWith("refused ").contains(why);
        }
        assertThat(answers).hasSize(13);
        assertThat(told.asked).isEmpty();
    }

    /// One request.
    private interface Attempt {
        HttpResponse<String> made() throws IOException, InterruptedException;
    }

    @Test
    void only_who_trusts_the_authority_talks_and_nothing_is_said_in_the_clear() throws Exception {
        assertThat(send(Optional.of(alice), "/api/v1/events", Optional.empty()).headers()
                .firstValue("Strict-Transport-Security")).isPresent();
        try (HttpClient distrusting = HttpClient.newHttpClient()) {
            assertThatThrownBy(() -> distrusting.send(HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port
                    + "/api/v1/events")).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
            assertThatThrownBy(() -> distrusting.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port
                    + "/api/v1/events")).build(), HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_key_that_others_may_read_or_of_another_certificate_is_refused_with_the_way_out() throws Exception {
        Path open = Files.copy(node.key(), directory.resolve("open.key"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> Tls.read(node.certificate(), open, cluster.certificate(), cluster.certificate()))
                .isInstanceOf(IOException.class).hasMessage("a key must be its owner's only, and " + open
                        + " is rw-r-----; do: chmod 600 " + open);
        assertThatThrownBy(() -> Tls.read(node.certificate(), alice.key(), cluster.certificate(),
                cluster.certificate())).hasMessageContaining("is not the key of the first certificate in");
        assertThatThrownBy(() -> Tls.read(node.certificate(), node.certificate(), cluster.certificate(),
                cluster.certificate())).hasMessageContaining("there is no key in PKCS #8 in it");
    }
}
