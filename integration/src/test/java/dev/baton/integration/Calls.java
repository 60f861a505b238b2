package dev.baton.integration;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Credentials;
import dev.baton.cli.api.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the nodes of a cluster are called, and as whom.
final class Calls {

    private final Function<String, URI> apis;
    private final String by;
    private final Set<String> secured = new TreeSet<>();
    private Optional<Path> authority = Optional.empty();
    private Optional<Path> token = Optional.empty();

    /// @param apis where each answers in the clear
    /// @param by   who calls
    Calls(Function<String, URI> apis, String by) {
        this.apis = apis;
        this.by = by;
    }

    /// Shows the token in this file from now on.
    void show(Path file) {
        token = Optional.of(file);
    }

    /// Returns the file of the token that is shown.
    Optional<Path> token() {
        return token;
    }

    /// Calls this node over TLS from now on.
    ///
    /// @param trusted who signs the certificates of the nodes
    void secure(String node, Path trusted) {
        authority = Optional.of(trusted);
        secured.add(node);
    }

    /// Returns whether a node is called over TLS.
    boolean isSecured(String node) {
        return secured.contains(node);
    }

    private String url(String node) {
        String clear = apis.apply(node).toString();
        return secured.contains(node) ? clear.replaceFirst("^http:", "https:") : clear;
    }

    /// Returns a client of these nodes.
    ApiClient client(List<String> nodes) {
        return new ApiClient(new Endpoints(nodes.stream().map(this::url).map(URI::create).toList(), by), by,
                Credentials.find(environment(nodes, token)), ApiClient.ELECTION);
    }

    /// Returns what `baton` needs to know for the same, as whoever has this token.
    Map<String, String> environment(List<String> nodes, Optional<Path> shown) {
        Map<String, String> environment = new TreeMap<>(Map.of("BATON_API", nodes.stream().map(this::url)
                .collect(Collectors.joining(","))));
        shown.ifPresent(file -> environment.put("BATON_TOKEN_FILE", file.toString()));
        authority.ifPresent(file -> environment.put("BATON_AUTHORITY", file.toString()));
        return environment;
    }
}
