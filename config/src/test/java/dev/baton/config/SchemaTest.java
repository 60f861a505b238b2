package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The published schemas say what the parsers read: the same fields, the same defaults, the same files.
final class SchemaTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern KNOWN = Pattern.compile("zzz: unknown field; known here: (.*)");

    private static final String KIND = """
            {kind: db, product: db, parameters: {ip: required, port: 1}, data: strict, upgrade: rolling,
             resources: {disk: {type: "ocf:heartbeat:Filesystem", with: {device: x, password: {file: /etc/x}}},
               database: {type: process, with: {run: serve}, needs: [disk], start-within: 1s, stop-within: 2s},
               address: {type: "ocf:heartbeat:IPaddr2", monitors: [{every: 1m, timeout: 9s, depth: 10}]}},
             version: {command: v, pattern: p}, format: {command: f, pattern: p}, format-parts: 2,
             convert: {offline: [database], online: [disk], run: c, takes: 1m, restartable: yes},
             backup: {before: required, run: b, restore: r},
             probe: {command: x, on: "ssh:app1", every: 1s, timeout: 3s}, trust-mixed-failover: yes,
             failover-may-convert: no,
             detach: {quiesce: [{on: "ssh:app1", run: q, undo: u, check: c}], run: d, attach: a, check: c, takes: 2m},
             check: c, fingerprint: f}
            """;
    private static final String CLUSTER = """
            {cluster: c, nodes: {n1: {address: a, capacity: {memory: 1}}, n2: b}, witness: {w: d},
             fencing: {agent: fence_x, with: {ip: x, password: {file: /etc/x}}, within: 5s,
               action: reboot, nodes: {n1: {ip: y, password: {file: /etc/y}}}},
             accept: {shared-disks-without-fencing: yes},
             lease-margin-low: 30%,
             products: {os: v, baton: {command: v, pattern: p}},
             hooks: {mail: {on: [failover, group-failed], run: mail-us, within: 5s},
               chat: {on: all, post: {file: /etc/x}, token: {file: /etc/x}}, log: {on: drift, post: "http://l"}},
             defaults: {one-group-per-node: yes, failback: at-once, failures: {restarts: 1}},
             groups: {a: {kind: db, prefer: [n1], possible: [n1], critical: yes, with: {ip: x}, demand: {memory: 1},
               keep-apart: [l], rather-apart: [m], after: [], failback: never, failures: {failovers: 1}}}}
            """;
    private static final String UPGRADE = """
            {upgrade: u, products: [{product: db, from: ">=1", to: 2, prepare: p, install: i, undo: u, self-test: t,
              as: nobody, takes: 1m}, {product: pg, from: ">=1", to: 2, debian: {packages: [pg-15=15.19-0+deb12u1],
              from: /srv/debs, undo-packages: ["pg-15=15.18-0+deb12u1"]}},
              {product: h2, from: ">=1", to: 2, archive: {file: /srv/h2.tar.gz, sha256: "SHA256", strip: 1,
              into: /opt/h2/2, link: /opt/h2/current, was: /opt/h2/1}}],
             soak: {after-each-node: 1m}, accept: {no-failover: 45m per group}, budget: {nodes-out: 2},
             need: {disk: 2GB, clocks-within: 2s}, canary: a,
             stop-before: [finalize], gates: [drill], windows: ["Sat 22:00-02:00 Europe/Berlin"]}
            """.replace("SHA256", "0a".repeat(32));
    private static final String UPGRADE_OF_FIRMWARE = """
            {upgrade: u, products: [{product: bios, from: ">=1", to: 2, undo: flash-1, firmware: {run: flash,
              file: /srv/bios.bin, sha256: "SHA256"}}], restart: always}
            """.replace("SHA256", "0a".repeat(32));
    private static final String DAEMON = """
            {node: n1, directory: /var/lib/baton, api: {host: 127.0.0.1, port: 8420}, secret: /etc/s,
             ensemble: {n1: {address: a, client: 1, quorum: 2, election: 3}}, timings: {heartbeat: 500ms, lease: 9s},
             environment: {A: b}, cgroup: c, restart: reboot, linger: 1m,
             drain-within: 2m, drain-only-if: shuts-down, watchdog: {device: /dev/watchdog1, timeout: 3s},
             access: {tokens: /etc/t, certificate: /etc/c, key: /etc/k, authority: /etc/a,
                      callers-authority: /etc/b, between-nodes: speak-tls}}
            """;
    private static final String DAEMON_OF_AN_EXTERNAL_ENSEMBLE = """
            {node: n1, directory: /var/lib/baton, api: {host: 127.0.0.1, port: 8420}, secret: /etc/s,
             external-ensemble: {connect: "z1,z2/b", certificate: /etc/c, key: /etc/k, authority: /etc/a},
             timings: {lease: 20s}}
            """;

    /// One sort of file: an example that has every object, and its parser.
    enum Sort {
        CLUSTER_YAML("cluster", CLUSTER, text -> ClusterFile.parse(new Source("cluster.yaml", text),
                _ -> Optional.of(new Source("kinds/db.yaml", KIND)))),
        KIND_YAML("kind", KIND, text -> ClusterFile.parse(new Source("cluster.yaml", CLUSTER),
                _ -> Optional.of(new Source("kinds/db.yaml", text)))),
        UPGRADE_YAML("upgrade", UPGRADE, text -> UpgradeFile.parse(new Source("upgrade.yaml", text)),
                UPGRADE_OF_FIRMWARE),
        DAEMON_YAML("batond", DAEMON, text -> DaemonFile.parse(new Source("batond.yaml", text)),
                DAEMON_OF_AN_EXTERNAL_ENSEMBLE);

        private final String name;
        private final String example;
        private final Function<String, Object> parse;
        private final List<String> others;

        /// @param others what excludes something of the example
        Sort(String name, String example, Function<String, Object> parse, String... others) {
            this.name = name;
            this.example = example;
            this.parse = parse;
            this.others = List.of(others);
        }

        List<String> examples() {
            return Stream.concat(Stream.of(example), others.stream()).toList();
        }

        Map<String, Object> schema() {
            return yaml(read(ROOT.resolve("docs/schema/" + name + ".schema.json")));
        }

        Schema validator() {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(read(ROOT.resolve("docs/schema/" + name + ".schema.json")), InputFormat.JSON);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    private static Map<String, Object> yaml(String text) {
        return mapping(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    // The keys of mappings in these files are names.
    @SuppressWarnings("unchecked")
    private static Map<String, Object> mapping(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /// An object of an example, with the schema that describes it.
    private record Place(Map<String, Object> object, Map<String, Object> schema) {}

    /// Every object of the document whose schema names its fields.
    private static List<Place> places(Object value, Map<String, Object> schema) {
        List<Place> found = new ArrayList<>();
        if (value instanceof List<?> items) {
            items.forEach(item -> alternatives(schema).forEach(one ->
                    found.addAll(places(item, mapping(one.get("items"))))));
        }
        List<Map<String, Object>> several = value instanceof Map<?, ?> ? alternatives(schema) : List.of();
        for (Map<String, Object> one : several) {
            Map<String, Object> object = mapping(value);
            Map<String, Object> fields = mapping(one.get("properties"));
            if (!fields.isEmpty()) {
                found.add(new Place(object, one));
            }
            object.forEach((name, inner) -> found.addAll(places(inner, fields.containsKey(name)
                    ? mapping(fields.get(name)) : mapping(one.get("additionalProperties")))));
        }
        return found;
    }

    private static List<Map<String, Object>> alternatives(Map<String, Object> schema) {
        return schema.get("anyOf") instanceof List<?> several ? several.stream().map(SchemaTest::mapping).toList()
                : List.of(schema);
    }

    /// Every object that the schema describes by its fields.
    private static void described(Object schema, Consumer<Object> each) {
        if (schema instanceof List<?> list) {
            list.forEach(item -> described(item, each));
        } else if (schema instanceof Map<?, ?> map) {
            if (map.get("properties") instanceof Map<?, ?>) {
                each.accept(map.get("properties"));
            }
            map.values().forEach(inner -> described(inner, each));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_schema_names_the_fields_that_the_parser_knows_everywhere(Sort sort) {
        Map<String, Object> schema = sort.schema();
        List<Object> seen = new ArrayList<>();
        sort.examples().forEach(example -> seen.addAll(seen(sort, yaml(example), schema)));
        List<Object> all = new ArrayList<>();
        described(schema, all::add);
        assertThat(seen).as("the examples have every object").containsAll(all);
    }

    private static List<Object> seen(Sort sort, Map<String, Object> example, Map<String, Object> schema) {
        List<Object> seen = new ArrayList<>();
        for (Place place : places(example, schema)) {
            Map<String, Object> fields = mapping(place.schema().get("properties"));
            seen.add(fields);
            place.object().put("zzz", 1);
            String text = Json.text(example);
            place.object().remove("zzz");
            Mistakes mistakes = catchThrowableOfType(Mistakes.class, () -> sort.parse.apply(text));
            assertThat(mistakes).as(text).isNotNull();
            List<String> known = mistakes.all().stream().flatMap(mistake -> KNOWN.matcher(mistake.text()).results())
                    .map(match -> match.group(1)).toList();
            assertThat(known).as(text + " " + mistakes.getMessage()).hasSize(1);
            assertThat(new TreeSet<>(Arrays.asList(known.getFirst().split(", ")))).as(text)
                    .isEqualTo(new TreeSet<>(fields.keySet()));
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource
    void saying_a_default_of_the_schema_changes_nothing(Sort sort) {
        Map<String, Object> example = yaml(sort.example);
        for (Place place : places(example, sort.schema())) {
            mapping(place.schema().get("properties")).forEach((name, field) -> {
                Object value = mapping(field).get("default");
                Optional<Object> said = Optional.ofNullable(place.object().remove(name));
                if (value != null) {
                    Object unsaid = sort.parse.apply(Json.text(example));
                    place.object().put(name, value);
                    assertThat(sort.parse.apply(Json.text(example))).as(name + ": " + value).isEqualTo(unsaid);
                }
                place.object().remove(name);
                said.ifPresent(before -> place.object().put(name, before));
            });
        }
    }

    /// All but what other programs read.
    static Stream<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("examples", "scenarios/files")) {
            try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
                all.filter(file -> file.toString().endsWith(".yaml"))
                        .filter(file -> !file.getParent().endsWith("monitoring")).forEach(found::add);
            }
        }
        return found.stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("files")
    void every_file_of_the_project_satisfies_its_schema(Path file) {
        Sort sort = file.getParent().endsWith("kinds") ? Sort.KIND_YAML
                : file.endsWith("cluster.yaml") ? Sort.CLUSTER_YAML : Sort.UPGRADE_YAML;
        assertThat(sort.validator().validate(Json.text(yaml(read(file))), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void an_example_with_every_field_satisfies_its_schema_and_one_with_another_field_does_not(Sort sort) {
        for (String text : sort.examples()) {
            Map<String, Object> example = new LinkedHashMap<>(yaml(text));
            assertThat(sort.validator().validate(Json.text(example), InputFormat.JSON)).isEmpty();
            example.put("zzz", 1);
            assertThat(sort.validator().validate(Json.text(example), InputFormat.JSON)).isNotEmpty();
        }
    }
}
