package dev.baton.coordination.tree;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import dev.baton.coordination.Bytes;
import dev.baton.core.journal.RunView;
import dev.baton.core.model.Command;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Label;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.model.Watch;
import dev.baton.core.model.WatchdogDevice;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.module.SimpleModule;

/// How records are written down: JSON with the records' own names; names and versions as plain text; one of several
/// shapes with its name under `kind`; durations as ISO 8601 (`PT5S`). The same value always gives the same bytes.
public final class Json {

    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    /// What the bytes of an entry did not say.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Malformed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// Returns the value as the content of one entry.
    ///
    /// @throws IllegalArgumentException if it is longer than [Bytes#MAX_LENGTH]
    public static Bytes write(Object value) {
        return Bytes.of(MAPPER.writeValueAsBytes(value));
    }

    /// Returns the value as text.
    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /// Returns every scalar within a value under its dotted path, such as `with.ip`. Elements of a list that have an
    /// `id` or a `depth` are named by it, others that have parts by their number from 1; other lists are one text.
    public static SortedMap<String, String> fields(Object value) {
        TreeMap<String, String> fields = new TreeMap<>();
        collect("", MAPPER.valueToTree(value), fields);
        return fields;
    }

    private static void collect(String path, JsonNode node, SortedMap<String, String> fields) {
        String inside = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties().forEach(field -> collect(inside + field.getKey(), field.getValue(), fields));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).has("id")) {
            node.forEach(element -> collect(inside + element.get("id").asString(), element, fields));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).has("depth")) {
            node.forEach(element -> collect(inside + "depth-" + element.get("depth").asString(), element, fields));
        } else if (node.isArray() && !node.isEmpty() && !node.get(0).isValueNode()) {
            for (int i = 0; i < node.size(); i++) {
                collect(inside + (i + 1), node.get(i), fields);
            }
        } else if (node.isArray()) {
            List<String> texts = new ArrayList<>();
            node.forEach(element -> texts.add(element.asString()));
            fields.put(path, String.join(", ", texts));
        } else if (!node.isNull()) {
            fields.put(path, node.asString());
        }
    }

    /// Returns the value that the content says.
    ///
    /// @throws Malformed if it says none of that type
    public static <T> T read(Bytes content, Class<T> type) {
        return content.as(type, text -> read(text, type));
    }

    /// Returns the value that the text says.
    ///
    /// @throws Malformed if it says none of that type
    public static <T> T read(String text, Class<T> type) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value == null) {
                throw new Malformed("null is no " + type.getSimpleName(), new IllegalArgumentException(text));
            }
            return value;
        } catch (JacksonException broken) {
            throw new Malformed("not a " + type.getSimpleName() + place(broken) + ": " + problem(broken), broken);
        }
    }

    /// Such as ` at line 3, column 7, nodes.node1.address`.
    private static String place(JacksonException broken) {
        TokenStreamLocation at = broken.getLocation();
        String path = broken.getPath().stream().map(step -> step.getPropertyName() == null
                ? Integer.toString(step.getIndex()) : step.getPropertyName()).collect(Collectors.joining("."));
        return (at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr())
                + (path.isEmpty() ? "" : ", " + path);
    }

    /// The record's or word's own sentence where one refused; otherwise what the library says.
    private static String problem(JacksonException broken) {
        Throwable cause = broken.getCause();
        while (cause instanceof JacksonException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause instanceof IllegalArgumentException ? cause.getMessage()
                : broken.getOriginalMessage());
    }

    private static JsonMapper mapper() {
        SimpleModule words = new SimpleModule("baton");
        word(words, NodeId.class, NodeId::new);
        word(words, GroupId.class, GroupId::new);
        word(words, ResourceId.class, ResourceId::new);
        word(words, KindId.class, KindId::new);
        word(words, Label.class, Label::new);
        word(words, ProductId.class, ProductId::new);
        word(words, RunId.class, RunId::new);
        word(words, JobId.class, JobId::new);
        word(words, HoldId.class, HoldId::new);
        word(words, Version.class, Version::new);
        word(words, VersionRange.class, VersionRange::parse);
        word(words, Command.class, Command::new);
        word(words, Windows.class, Windows::parse);
        WrittenForms.addTo(words);
        JsonMapper.Builder builder = JsonMapper.builder()
                .addModule(words)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .changeDefaultNullHandling(nulls -> nulls.withContentNulls(Nulls.FAIL))
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .changeDefaultVisibility(all -> all.withFieldVisibility(JsonAutoDetect.Visibility.ANY)
                        .withGetterVisibility(JsonAutoDetect.Visibility.NONE)
                        .withIsGetterVisibility(JsonAutoDetect.Visibility.NONE));
        builder.annotationIntrospector(new Shapes());
        return builder.build();
    }

    /// One of several shapes: every sealed interface of Baton, and whatever implements one, is written with its name
    /// under `kind`, so that a new shape needs no entry in any list.
    private static final class Shapes extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        /// What came to plans, resources, kinds, settings, placements, runs, devices and facts later is written only
        /// where it says something: one that was saved before is read, and keeps its digest.
        private static final Set<Class<?>> CAME_LATER = Set.of(UpgradeSpec.Gate.class, UpgradeSpec.Needs.class,
                UpgradeSpec.Canary.class, UpgradeSpec.Together.class, Kind.Silence.class,
                Step.GivenUp.class, Monitor.class, Kind.Fingerprint.class, Watch.class,
                Unmanaged.class, RunView.CanaryLine.class, FenceDevice.Action.class, FenceDevice.Options.class,
                WatchdogDevice.class);

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
            return isShape(type.getRawType())
                    ? JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "kind", null, false,
                            true, null)
                    : super.findPolymorphicTypeInfo(config, type);
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated type) {
            if (!isShape(type.getRawType())) {
                return super.findSubtypes(config, type);
            }
            List<NamedType> names = new ArrayList<>();
            leaves(type.getRawType()).forEach(leaf -> names.add(new NamedType(leaf, kebab(leaf.getSimpleName()))));
            return names;
        }

        @Override
        public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
            return isShape(type.getRawType()) ? kebab(type.getRawType().getSimpleName())
                    : super.findTypeName(config, type);
        }

        @Override
        public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated property) {
            return cameLater(property) ? JsonInclude.Value.construct(JsonInclude.Include.NON_EMPTY,
                    JsonInclude.Include.ALWAYS) : super.findPropertyInclusion(config, property);
        }

        @Override
        public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated property) {
            return cameLater(property) ? JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL)
                    : super.findSetterInfo(config, property);
        }

        private static boolean cameLater(Annotated property) {
            JavaType content = property.getType().getContentType();
            return content != null && CAME_LATER.contains(content.getRawClass());
        }

        private static boolean isShape(Class<?> type) {
            return type.getName().startsWith("dev.baton.") && ((type.isInterface() && type.isSealed())
                    || Stream.of(type.getInterfaces()).anyMatch(Shapes::isShape));
        }

        private static Stream<Class<?>> leaves(Class<?> type) {
            return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Shapes::leaves) : Stream.of(type);
        }

        private static String kebab(String name) {
            return name.replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        }
    }

    private static <T> void word(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeString(value.toString());
            }
        });
        module.addKeySerializer(type, new ValueSerializer<T>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializationContext context) {
                out.writeName(value.toString());
            }
        });
        module.addDeserializer(type, new ValueDeserializer<T>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) {
                return parse.apply(in.getValueAsString(""));
            }
        });
        module.addKeyDeserializer(type, new KeyDeserializer() {
            @Override
            public Object deserializeKey(String key, DeserializationContext context) {
                return parse.apply(key);
            }
        });
    }
}
