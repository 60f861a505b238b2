package dev.baton.cli.api;

import dev.baton.cluster.api.Api;
import dev.baton.coordination.Gzip;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;

/// One HTTP exchange with a node. Built on the platform's old client on purpose: it starts no thread and loads no
/// certificates, which the new one does for plain HTTP too; together they cost `baton status` 400 ms of 570 (the JVM
/// waits 300 ms at its exit for a thread that sits in a system call).
final class Wire {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private Wire() {}

    /// What a node answered.
    ///
    /// @param lastKnown why this is only what the node last knew; empty when it is current
    record Answer(URI from, int status, String body, Optional<String> lastKnown) {}

    /// Asks and returns the answer, whatever its status.
    ///
    /// @param credentials how the caller shows who it is
    /// @param body     posted, when there is one
    /// @param patience with a node that accepts the connection and says nothing
    /// @throws IOException if there is no answer
    static Answer exchange(URI address, Map<String, String> headers, Credentials credentials, Optional<String> body,
            Duration patience) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection(Proxy.NO_PROXY);
        if (connection instanceof HttpsURLConnection secured) {
            credentials.sockets().ifPresent(secured::setSSLSocketFactory);
        }
        credentials.authorization().ifPresent(shown -> connection.setRequestProperty("Authorization", shown));
        connection.setConnectTimeout((int) CONNECT.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        headers.forEach(connection::setRequestProperty);
        if (body.isPresent()) {
            boolean longer = body.get().length() > Api.LONG;
            byte[] bytes = longer ? Gzip.pack(body.get()) : body.get().getBytes(StandardCharsets.UTF_8);
            if (longer) {
                connection.setRequestProperty(Api.ENCODING, Api.PACKED);
            }
            connection.setRequestMethod("POST");
            connection.setDoOutput(true);
            // Not streamed: of an answer 401 to a stream the platform hides the body, which says why.
            connection.getOutputStream().write(bytes);
        }
        int status = connection.getResponseCode();
        try (InputStream said = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
            return new Answer(address, status,
                    said == null ? "" : new String(said.readAllBytes(), StandardCharsets.UTF_8),
                    Optional.ofNullable(connection.getHeaderField(Api.LAST_KNOWN)));
        }
    }
}
