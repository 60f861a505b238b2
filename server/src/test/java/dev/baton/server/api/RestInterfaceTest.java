package dev.baton.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.Health;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import dev.baton.core.model.RequestReason;
import dev.baton.server.ToldCluster;
import dev.baton.server.WebServer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The interface on a real port, before a cluster that answers as it is told and remembers what it was asked.
final class RestInterfaceTest {

    private static final NodeId NODE = new NodeId("node1");
    private static final Request OFFLINE = new Request.GroupIntent(new GroupId("evs1"), false);

    private final ToldCluster cluster = new ToldCluster("evs1 goes offline");
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private WebServer rest;

    @BeforeEach
    void open() throws IOException {
        port = FreePorts.one();
        rest = new WebServer(NODE, "127.0.0.1", port, cluster, Access.ofThisMachine());
    }

    @AfterEach
    void close() {
        rest.close();
        client.close();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = to(Api.REQUESTS).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void a_request_is_put_under_its_own_key_and_name() throws Exception {
        HttpResponse<String> response = post(Json.text(OFFLINE), Api.KEY, "k1", Api.BY, "admin at desk");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Json.read(response.body(), Answer.Accepted.class)).isEqualTo(cluster.answer);
        assertThat(cluster.asked).containsExactly(new Ask("admin at desk", "k1", false, OFFLINE));
    }

    @Test
    void a_group_is_unmanaged_and_managed_again_by_requests_with_and_without_a_reason() throws Exception {
        assertThat(post("{\"kind\":\"unmanage-group\",\"group\":\"evs1\",\"reason\":\"the disk\"}").statusCode())
                .isEqualTo(200);
        assertThat(post("{\"kind\":\"unmanage-group\",\"group\":\"evs1\"}").statusCode()).isEqualTo(200);
        assertThat(post("{\"kind\":\"manage-group\",\"group\":\"evs1\"}").statusCode()).isEqualTo(200);
        assertThat(cluster.asked).extracting(Ask::request).containsExactly(
                new Request.UnmanageGroup(new GroupId("evs1"), Optional.of("the disk")),
                new Request.UnmanageGroup(new GroupId("evs1"), Optional.empty()),
                new Request.ManageGroup(new GroupId("evs1")));
    }

    @Test
    void a_refusal_is_a_problem_with_the_sentence_and_its_facts() throws Exception {
        cluster.answer = new Answer.Refused(List.of(new RequestReason.Unknown("group", "evs1", List.of("evs2"))));
        HttpResponse<String> response = post(Json.text(OFFLINE));
        assertThat(response.statusCode()).isEqualTo(409);
        Problem problem = Json.read(response.body(), Problem.class);
        assertThat(problem.detail()).startsWith("there is no group 'evs1'");
        assertThat(problem.reasons().getFirst().wayOut()).isEqualTo("known: evs2");
    }

    @Test
    void a_malformed_request_is_refused_and_nobody_is_asked() throws Exception {
        assertThat(post("{\"kind\":\"move\"").statusCode()).isEqualTo(400);
        assertThat(post("{\"kind\":\"no-such-request\"}").statusCode()).isEqualTo(400);
        assertThat(post("").statusCode()).isEqualTo(400);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_time_to_wait_that_is_none_is_refused() throws Exception {
        for (String wait : List.of("soon", "9".repeat(30) + "d")) {
            HttpResponse<String> response = send(to(Api.EVENTS + "?wait=" + wait).GET());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(Json.read(response.body(), Problem.class).detail()).startsWith("wait: '" + wait + "' is ");
        }
    }

    @Test
    void a_kind_of_event_that_is_none_is_refused_with_those_that_there_are() throws Exception {
        HttpResponse<String> response = send(to(Api.EVENTS + "?kind=failover,eclipse").GET());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.read(response.body(), Problem.class).detail()).startsWith("kind: there is no kind of event "
                + "'eclipse'; known: failover, ");
        assertThat(send(to(Api.EVENTS + "?kind=failover,group-failed").GET()).body()).isEqualTo("[]");
    }

    @Test
    void a_page_from_elsewhere_may_not_act() throws Exception {
        assertThat(post(Json.text(OFFLINE), "Origin", "https://example.org").statusCode()).isEqualTo(403);
        assertThat(send(to(Api.REQUESTS).header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(OFFLINE)))).statusCode()).isEqualTo(415);
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void a_name_that_was_made_to_point_here_may_not_act() throws Exception {
        String body = Json.text(OFFLINE);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write(("POST " + Api.REQUESTS + " HTTP/1.1\r\nHost: example.org:" + port
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403");
        }
        assertThat(cluster.asked).isEmpty();
    }

    @Test
    void without_a_leader_a_request_says_so_and_may_be_asked_again() throws Exception {
        cluster.answer = new Answer.NotLeader(java.util.Optional.empty(), java.util.Optional.empty());
        HttpResponse<String> response = post(Json.text(OFFLINE));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Json.read(response.body(), Problem.class).title()).isEqualTo("no leader");
    }

    @Test
    void what_is_handed_on_reaches_the_leader_once_and_no_further() throws Exception {
        cluster.answer = new Answer.NotLeader(Optional.of(NODE), Optional.of("http://127.0.0.1:" + port));
        assertThat(post(Json.text(OFFLINE), Api.KEY, "k2").statusCode()).isEqualTo(503);
        assertThat(cluster.asked).extracting(Ask::key).containsExactly("k2", "k2");
    }

    @Test
    void a_leader_on_another_machine_whose_loopback_address_is_ours_too_is_named() throws Exception {
        cluster.answer = new Answer.NotLeader(Optional.of(new NodeId("node3")),
                Optional.of("http://127.0.0.1:" + port));
        HttpResponse<String> response = post(Json.text(OFFLINE), Api.KEY, "k3");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(Json.read(response.body(), Problem.class).detail())
                .isEqualTo("node3 leads the cluster, and its interface answers on its own machine only; ask there");
        assertThat(cluster.asked).extracting(Ask::key).containsExactly("k3");
    }

    @Test
    void a_node_that_is_cut_off_says_that_what_it_shows_is_what_it_last_knew() throws Exception {
        assertThat(send(to(Api.STATUS).GET()).headers().firstValue(Api.LAST_KNOWN)).isEmpty();
        cluster.cutOff = Optional.of(Instant.parse("2026-11-20T12:00:00.123Z"));
        assertThat(send(to(Api.STATUS).GET()).headers().firstValue(Api.LAST_KNOWN))
                .contains(NODE + " is cut off from the others since 2026-11-20T12:00:00Z");
    }

    @Test
    void health_names_the_node() throws Exception {
        assertThat(Json.read(send(to(Api.HEALTH).GET()).body(), Health.class).node()).isEqualTo(NODE);
    }
}
