package dev.baton.server.hooks;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.config.OwnerOnly;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Hook;
import dev.baton.core.plan.Durations;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends an event to an address. An answer of 200 to 299 means that it has arrived. It is not sent on to where another
/// answer points: the token is for this address.
final class Posting implements AutoCloseable {

    private static final Set<Integer> LATER = Set.of(408, 425, 429);
    private static final int CLIENT_ERRORS = 400;
    private static final int SERVER_ERRORS = 500;

    private @Nullable HttpClient client;

    /// Returns what became of it.
    ///
    /// @param name of the hook, for mistakes
    Outcome post(String name, Hook.Post how, EventView event, Duration within) throws InterruptedException {
        HttpRequest request;
        try {
            request = request(name, how, event, within);
        } catch (IOException | IllegalArgumentException broken) {
            return new Outcome.Failed(String.valueOf(broken.getMessage()), true);
        }
        CompletableFuture<HttpResponse<Void>> answer = client().sendAsync(request,
                HttpResponse.BodyHandlers.discarding());
        try {
            return outcome(answer.get(within.toMillis(), TimeUnit.MILLISECONDS).statusCode());
        } catch (TimeoutException late) {
            return new Outcome.Failed("no answer within " + Durations.text(within), true);
        } catch (ExecutionException broken) {
            return new Outcome.Failed(why(broken, within), true);
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest request(String name, Hook.Post how, EventView event, Duration within)
            throws IOException {
        String address = how.inFile() ? secret(how.address(), "the address of hook " + name) : how.address();
        HttpRequest.Builder builder = address(address, how, name).timeout(within)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(event)));
        Optional<String> token = how.tokenFile();
        if (token.isPresent()) {
            builder.header("Authorization", "Bearer " + secret(token.get(), "the token of hook " + name));
        }
        return builder.build();
    }

    /// What stands in a file is a secret, in mistakes too.
    private static HttpRequest.Builder address(String address, Hook.Post how, String name) {
        try {
            return HttpRequest.newBuilder(URI.create(address));
        } catch (IllegalArgumentException broken) {
            throw how.inFile() ? new IllegalArgumentException("what stands in " + how.address()
                    + " is no address of hook " + name) : broken;
        }
    }

    private static String secret(String file, String what) throws IOException {
        Path path = Path.of(file);
        if (!Files.isRegularFile(path)) {
            throw new IOException(what + " is read from " + file + ", and there is no such file on this node");
        }
        OwnerOnly.requireSecret(path, what);
        return Files.readString(path).strip();
    }

    private static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered();
        }
        boolean again = LATER.contains(status) || status < CLIENT_ERRORS || status >= SERVER_ERRORS;
        return new Outcome.Failed("it was answered with " + status, again);
    }

    private static String why(ExecutionException broken, Duration within) {
        Throwable cause = broken.getCause() == null ? broken : broken.getCause();
        return cause instanceof java.net.http.HttpTimeoutException ? "no answer within " + Durations.text(within)
                : cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    /// Made when it is needed first: most clusters need none.
    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER).connectTimeout(Duration.ofSeconds(10)).build();
            client = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }
}
