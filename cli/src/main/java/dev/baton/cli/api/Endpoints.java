package dev.baton.cli.api;

import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the cluster answers.
///
/// @param urls tried in this order; at least one
/// @param from where they were found, for people
public record Endpoints(List<URI> urls, String from) {

    private static final String VARIABLE = "BATON_API";

    public Endpoints {
        urls = List.copyOf(urls);
    }

    /// Returns the addresses given by hand, else those in the environment, else those of this user's running demo, else
    /// the local node's.
    ///
    /// @throws Failure if one of them is no address of a web server
    public static Endpoints find(List<String> given, Map<String, String> environment) {
        if (!given.isEmpty()) {
            return parsed(given, "--api");
        }
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isBlank()) {
            return parsed(List.of(named), VARIABLE);
        }
        Path demo = demoState(environment);
        List<String> running = lines(demo);
        return running.isEmpty() ? parsed(List.of(Api.DEFAULT_URL), "the default")
                : parsed(running, "the demo (" + demo + ")");
    }

    /// Returns the file in which a running demo of this user names its nodes' addresses, one a line.
    public static Path demoState(Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return Path.of(runtime.isBlank() ? "/tmp" : runtime).resolve("baton-demo-" + user()).resolve("current");
    }

    private static Object user() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException | UnsupportedOperationException unknown) {
            return System.getProperty("user.name", "unknown");
        }
    }

    /// The lines of a file of this user; nothing where there is none.
    private static List<String> lines(Path file) {
        try {
            if (!Files.exists(file) || !Files.getAttribute(file, "unix:uid").equals(user())) {
                return List.of();
            }
            return Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList();
        } catch (IOException | UnsupportedOperationException unreadable) {
            return List.of();
        }
    }

    private static Endpoints parsed(List<String> texts, String from) {
        return new Endpoints(texts.stream().flatMap(text -> Stream.of(text.strip().split("[,\\s]+")))
                .map(text -> uri(text, from)).toList(), from);
    }

    private static URI uri(String text, String from) {
        String whole = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException broken) {
            // Said below, in the same words as for an address without host.
        }
        throw Failure.usage("'" + text + "' (from " + from + ") is no address of a node; write for example "
                + Api.DEFAULT_URL + ".");
    }
}
