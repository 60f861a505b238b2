package dev.baton.console;

import dev.baton.coordination.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Style, scripts and pictures of the pages, all of them out of the jars. Safe for threads.
public final class Assets {

    private static final String OWN = "/dev/baton/console/static/";
    private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";

    private static final Map<String, Asset> ALL = read(Map.of(
            "console.css", OWN + "console.css", "console.js", OWN + "console.js", "theme.js", OWN + "theme.js",
            "baton.svg", OWN + "baton.svg", "idiomorph.js", OWN + "idiomorph-ext-0.8.0.min.js", "htmx.min.js", HTMX));

    private Assets() {}

    /// One file.
    ///
    /// @param type of its content
    /// @param tag  changes with its content
    public record Asset(String type, String tag, Content content) {}

    /// The bytes of a file.
    public static final class Content {

        private final byte[] bytes;

        private Content(byte[] bytes) {
            this.bytes = bytes;
        }

        /// Returns a copy of them.
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /// Returns the file of that name; empty when there is none.
    public static Optional<Asset> of(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    private static Map<String, Asset> read(Map<String, String> resources) {
        Map<String, Asset> all = new TreeMap<>();
        resources.forEach((name, resource) -> all.put(name, asset(name, resource)));
        return all;
    }

    private static Asset asset(String name, String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the distribution has no " + resource);
            }
            byte[] bytes = in.readAllBytes();
            return new Asset(type(name), "\"" + Sha256.of(bytes).substring(0, 16) + "\"", new Content(bytes));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String type(String name) {
        return name.endsWith(".css") ? "text/css; charset=utf-8"
                : name.endsWith(".svg") ? "image/svg+xml" : "text/javascript; charset=utf-8";
    }
}
