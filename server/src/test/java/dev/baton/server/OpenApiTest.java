package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cluster.api.Api;
import dev.baton.coordination.ports.FreePorts;
import dev.baton.coordination.request.Request;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.server.access.Access;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The document of the REST interface, asked of a running server.
final class OpenApiTest {

    private interface Question {
        void ask(Map<?, ?> document, Function<String, HttpResponse<String>> get) throws Exception;
    }

    private static void withServer(Question question) throws Exception {
        int port = FreePorts.one();
        try (WebServer _ = new WebServer(new NodeId("node1"), "127.0.0.1", port, new ToldCluster("done"),
                Access.ofThisMachine());
                HttpClient client = HttpClient.newHttpClient()) {
            Function<String, HttpResponse<String>> get = path -> {
                try {
                    return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                            HttpResponse.BodyHandlers.ofString());
                } catch (IOException | InterruptedException failed) {
                    throw new IllegalStateException(failed);
                }
            };
            question.ask(Json.read(get.apply(Api.DOCUMENT).body(), Map.class), get);
        }
    }

    private static Map<?, ?> map(Map<?, ?> in, String... path) {
        Map<?, ?> at = in;
        for (String step : path) {
            assertThat(at.get(step)).as(String.join(" / ", path)).isInstanceOf(Map.class);
            at = (Map<?, ?>) at.get(step);
        }
        return at;
    }

    private static List<String> references(Object value) {
        List<String> found = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference) {
                found.add(reference);
            }
            map.values().forEach(inside -> found.addAll(references(inside)));
        } else if (value instanceof List<?> list) {
            list.forEach(inside -> found.addAll(references(inside)));
        }
        return found;
    }

    @Test
    void every_route_that_can_be_looked_at_is_there_and_answers() throws Exception {
        withServer((document, get) -> {
            Map<?, ?> paths = map(document, "paths");
            assertThat(paths.keySet().stream().map(String::valueOf)).containsExactlyInAnyOrder(Api.HEALTH, Api.STATUS,
                    Api.REQUESTS, Api.EVENTS, Api.CONFIGURATIONS, Api.CONFIGURATIONS + "/{number}",
                    Api.BACKUP, Api.MACHINE, Api.MACHINES, Api.RUNS, Api.RUNS + "/{run}",
                    Api.RUNS + "/{run}" + Api.REPORT, "/metrics", "/health", "/ready");
            paths.forEach((path, operations) -> {
                if (((Map<?, ?>) operations).containsKey("get")) {
                    assertThat(get.apply(String.valueOf(path).replaceAll("[{].*[}]", "1")).statusCode()).as(
                            String.valueOf(path)).isIn(200, 404, 503);
                }
            });
        });
    }

    /// By a reader that others wrote.
    @Test
    void it_is_a_valid_document_of_openapi_3_1() throws Exception {
        withServer((document, get) -> {
            String text = get.apply(Api.DOCUMENT).body();
            SwaggerParseResult read = read(text);
            assertThat(read.getMessages()).isEmpty();
            assertThat(read(text.replace("\"responses\"", "\"answers\"")).getMessages()).isNotEmpty();
            assertThat(read.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V31);
            assertThat(read.getOpenAPI().getPaths().keySet()).containsAll(map(document, "paths").keySet().stream()
                    .map(String::valueOf).toList());
        });
    }

    private static SwaggerParseResult read(String text) {
        ParseOptions strict = new ParseOptions();
        strict.setResolve(true);
        strict.setValidateInternalRefs(true);
        return new OpenAPIV3Parser().readContents(text, null, strict);
    }

    @Test
    void every_reference_leads_somewhere() throws Exception {
        withServer((document, _) -> {
            Map<?, ?> schemas = map(document, "components", "schemas");
            assertThat(references(document)).hasSizeGreaterThan(50).allSatisfy(reference ->
                    assertThat(schemas.containsKey(reference.replace("#/components/schemas/", "")))
                            .as(reference).isTrue());
            schemas.forEach((name, schema) -> assertThat((Map<?, ?>) schema).as(String.valueOf(name)).isNotEmpty());
        });
    }

    @Test
    void what_is_answered_has_the_properties_that_the_document_names() throws Exception {
        withServer((document, get) -> {
            Map<?, ?> status = new JsonMapper().readValue(get.apply(Api.STATUS).body(), Map.class);
            assertThat(status.keySet().stream().map(String::valueOf)).containsExactlyInAnyOrderElementsOf(
                    map(document, "components", "schemas", "StatusView", "properties").keySet().stream()
                            .map(String::valueOf).toList());
        });
    }

    @Test
    void a_request_is_named_by_the_kind_under_which_it_is_read() throws Exception {
        withServer((document, _) -> {
            Map<?, ?> intent = map(document, "components", "schemas", "Request.GroupIntent", "properties", "kind");
            Map<?, ?> written = Json.read(Json.text(new Request.GroupIntent(new GroupId("evs1"), false)), Map.class);
            assertThat(intent.get("const")).isEqualTo(written.get("kind"));
        });
    }
}
