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
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How this daemon calls others of its cluster: as one of them, whoever asked here; whether the caller may was looked
/// at before. Safe for threads; every method waits.
final class NodeLink implements AutoCloseable {

    /// Marks a request that was handed on once: it is not handed on again.
    static final String HANDED_ON = "Baton-Handed-On";

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HttpClient client;
    private final Access access;

    NodeLink(Access access) {
        this.access = access;
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2));
        access.tls().ifPresent(tls -> builder.sslContext(tls.client()));
        this.client = builder.build();
    }

    /// Hands a request on to the node that leads, under the caller's own name and key.
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

    /// Returns what a node answers, whatever its status.
    ///
    /// @param api    where it answers
    /// @param within for which this waits at most
    /// @throws IOException              if there is no answer, or not in time
    /// @throws IllegalArgumentException if `api` is no address
    HttpResponse<String> get(String api, String path, Duration within) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path));
        access.own().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        // The client's own timeout ends with the first line of an answer.
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(request.build(),
                HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new HttpTimeoutException("no answer in time");
        } catch (ExecutionException broken) {
            throw broken.getCause() instanceof IOException why ? why : new IOException(broken.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
