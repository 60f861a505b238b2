package dev.baton.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The OpenAPI 3.1 document of these routes, made from the routes themselves.
final class OpenApi {

    private static final Pattern IN_PATH = Pattern.compile("\\{([a-z]+)}");

    private OpenApi() {}

    /// Returns the document.
    static Map<String, Object> of(List<Route> routes) {
        Schemas schemas = new Schemas();
        SortedMap<String, Map<String, Object>> paths = new TreeMap<>();
        routes.forEach(route -> paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                .put(route.method().toString().toLowerCase(Locale.ROOT), operation(route, schemas)));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put("info", Map.of("title", "Baton", "version", "1", "description", "What a node of a cluster says "
                + "and hears. Any node answers; what only the leader may do it hands on. The same words as on the "
                + "command line.", "license", Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
        document.put("servers", List.of(Map.of("url", dev.baton.cluster.api.Api.DEFAULT_URL)));
        document.put("paths", paths);
        document.put("components", Map.of("schemas", schemas.known(), "securitySchemes", Map.of("token", Map.of("type",
                "http", "scheme", "bearer"), "certificate", Map.of("type", "mutualTLS"))));
        // Where a node has no file of callers, nobody has to say who they are.
        document.put("security", List.of(Map.of(), Map.of("token", List.of()), Map.of("certificate",
                List.of())));
        return document;
    }

    private static Map<String, Object> operation(Route route, Schemas schemas) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", route.name());
        operation.put("summary", route.summary());
        List<Map<String, Object>> parameters = new java.util.ArrayList<>();
        Matcher inPath = IN_PATH.matcher(route.path());
        while (inPath.find()) {
            parameters.add(parameter("path", inPath.group(1), "its name", true));
        }
        route.parameters().forEach(one -> parameters.add(parameter(one.header() ? "header" : "query", one.name(),
                one.meaning(), false)));
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        route.body().ifPresent(body -> operation.put("requestBody", Map.of("required", true, "content",
                Map.of("application/json", Map.of("schema", schemas.of(body))))));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("200", Map.of("description", "so it is", "content", Map.of(route.type(),
                Map.of("schema", route.answer().<Map<String, Object>>map(schemas::of)
                        .orElse(Map.of("type", route.type().endsWith("json") ? "object" : "string"))))));
        responses.put("default", Map.of("description", "refused; nothing was changed", "content",
                Map.of(dev.baton.cluster.api.Api.PROBLEM, Map.of("schema",
                        schemas.of(dev.baton.cluster.api.Problem.class)))));
        operation.put("responses", responses);
        return operation;
    }

    private static Map<String, Object> parameter(String in, String name, String meaning, boolean required) {
        return Map.of("in", in, "name", name, "description", meaning, "required", required, "schema",
                Map.of("type", "string"));
    }
}
