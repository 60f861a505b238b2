package dev.baton.server.api;

import dev.baton.cluster.api.Api;
import dev.baton.cluster.api.Problem;
import dev.baton.coordination.Gzip;
import dev.baton.coordination.request.Ask;
import dev.baton.server.access.Access;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Hands a request on to the node that leads, under the caller's own name and key; that its caller may ask it was
/// looked at here.
final class LeaderLink implements AutoCloseable {

    /// Marks a request that was handed on once: it is not handed on again.
    static final String HANDED_ON = "Baton-Handed-On";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Access access;

    LeaderLink(Access access) {
        this.access = access;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2));
        access.tls().ifPresent(tls -> builder.sslContext(tls.client()));
        this.client = builder.build();
    }

    Desk.Reply handOn(String api, Ask ask, String body) throws InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(api + Api.REQUESTS
                        + (ask.dryRun() ? "?" + Api.DRY_RUN + "=true" : "")))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header(Api.KEY, ask.key())
                .header(Api.BY, ask.by())
                .header(HANDED_ON, "1");
        if (body.length() > Api.LONG) {
            builder.header(Api.ENCODING, Api.PACKED).POST(HttpRequest.BodyPublishers.ofByteArray(Gzip.pack(body)));
        } else {
            builder.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        access.own().ifPresent(token -> builder.header("Authorization", "Bearer " + token));
        try {
            HttpResponse<String> answer = client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
            return new Desk.Reply(answer.statusCode(), answer.headers().firstValue("Content-Type").orElse(Api.PROBLEM),
                    answer.body());
        } catch (IOException unreachable) {
            return Desk.Reply.of(Problem.of(503, "no leader",
                    "the node that led the cluster does not answer; ask again"));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
