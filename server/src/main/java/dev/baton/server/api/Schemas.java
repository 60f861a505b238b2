package dev.baton.server.api;

import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// JSON schemas (2020-12, as OpenAPI 3.1 has them) of what the catalogue's `Json` writes, read off the records
/// themselves. Each record and each sealed interface has one of its own, under its name.
final class Schemas {

    /// Written as plain text.
    private static final Set<Class<?>> WORDS = Set.of(NodeId.class, GroupId.class, ResourceId.class, KindId.class,
            Label.class, ProductId.class, RunId.class, JobId.class, HoldId.class, Version.class, VersionRange.class,
            Command.class, String.class);

    private final SortedMap<String, Map<String, Object>> known = new TreeMap<>();

    /// Returns every schema that was referred to, by name.
    SortedMap<String, Map<String, Object>> known() {
        return known;
    }

    /// Returns the schema of a type.
    ///
    /// @throws IllegalArgumentException if `Json` does not write such a type
    Map<String, Object> of(Type type) {
        return switch (type) {
            case ParameterizedType generic -> ofGeneric(generic);
            case Class<?> plain -> ofClass(plain);
            default -> throw unknown(type);
        };
    }

    private Map<String, Object> ofGeneric(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return of(of[0]);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            return Map.of("type", "array", "items", of(of[0]));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return Map.of("type", "object", "additionalProperties", of(of[1]));
        }
        throw unknown(type);
    }

    private Map<String, Object> ofClass(Class<?> type) {
        if (WORDS.contains(type)) {
            return Map.of("type", "string");
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == Duration.class) {
            return Map.of("type", "string", "format", "duration");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return Map.of("type", "integer");
        }
        if (type == double.class || type == Double.class) {
            return Map.of("type", "number");
        }
        if (type.isEnum()) {
            return Map.of("type", "string", "enum", Stream.of(type.getEnumConstants()).map(Object::toString).toList());
        }
        if (type.getPackageName().equals("java.time")) {
            return Map.of("type", "string");
        }
        if (type.isArray()) {
            return Map.of("type", "array", "items", of(type.getComponentType()));
        }
        return named(type);
    }

    private Map<String, Object> named(Class<?> type) {
        String name = name(type);
        if (!known.containsKey(name)) {
            known.put(name, Map.of());
            known.put(name, type.isSealed() ? shapes(type) : record(type));
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> shapes(Class<?> type) {
        return Map.of("oneOf", leaves(type).map(this::of).toList(), "discriminator", Map.of("propertyName", "kind"));
    }

    private Map<String, Object> record(Class<?> type) {
        if (!type.isRecord()) {
            throw unknown(type);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        if (isShape(type)) {
            properties.put("kind", Map.of("const", kebab(type.getSimpleName())));
            required.add("kind");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            boolean optional = component.getType() == Optional.class;
            Map<String, Object> schema = of(component.getGenericType());
            properties.put(component.getName(), optional ? Map.of("anyOf", List.of(schema, Map.of("type", "null")))
                    : schema);
            if (!optional) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>(Map.of("type", "object", "properties", properties));
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    private static boolean isShape(Class<?> type) {
        return Stream.of(type.getInterfaces()).anyMatch(above -> above.isSealed() || isShape(above));
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Schemas::leaves) : Stream.of(type);
    }

    /// A type inside another has both names, `StatusView.Votes`.
    private static String name(Class<?> type) {
        return type.getDeclaringClass() == null ? type.getSimpleName()
                : name(type.getDeclaringClass()) + "." + type.getSimpleName();
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException("no schema for " + type.getTypeName());
    }
}
