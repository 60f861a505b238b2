package dev.baton.demo.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Asks a daemon whether it is well.
///
/// @param api of the daemon
public record Health(URI api) {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /// Returns whether the daemon answers and knows who leads.
    public boolean isWell() {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("/api/v1/health")).timeout(PATIENCE).build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().matches("(?s).*\"leader\"\\s*:\\s*\"[^\"]+\".*");
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
