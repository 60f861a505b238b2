package dev.baton.config;

import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Monitor;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A file `kinds/<kind>.yaml`: how groups of one sort are run, and what an upgrade does to them.
final class KindFile {

    private static final Pattern OCF_TYPE = Pattern.compile("ocf:[A-Za-z0-9._-]+:[A-Za-z0-9._-]+");
    private static final Pattern SYSTEMD_TYPE = Pattern.compile("systemd:[A-Za-z0-9@_.:-]+");
    private static final Pattern NO_SERVICE = Pattern.compile(
            ".*\\.(socket|timer|mount|automount|swap|target|path|slice|scope|device)");
    /// The agent finds it as a shell variable.
    private static final Pattern OCF_PARAMETER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// Where somebody who is silenced is: a word of ours, a node, or a machine outside.
    private static final Pattern PLACE = Pattern.compile("(ssh:)?[A-Za-z0-9][A-Za-z0-9._@-]*");

    private static final Duration START_WITHIN = Duration.ofSeconds(60);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
    private static final Duration MONITOR_EVERY = Duration.ofSeconds(10);
    private static final Duration ASK_EVERY = Duration.ofSeconds(1);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private final Field file;
    private final Kind kind;
    private final ResourceAgents agents;
    /// The resources of every group, where no parameter is filled in.
    private @Nullable List<Resource> same;

    private KindFile(Field file, Kind kind, ResourceAgents agents) {
        this.file = file;
        this.kind = kind;
        this.agents = agents;
    }

    /// @param agents say what parameters they take
    /// @throws Mistakes if the text is no kind
    static KindFile parse(String name, String text, ResourceAgents agents) {
        Field file = Field.parse(name, text).only("kind", "product", "parameters", "resources", "version", "data",
                "format", "format-parts", "upgrade", "convert", "backup", "probe", "trust-mixed-failover",
                "failover-may-convert", "detach", "check", "fingerprint");
        DataMode data = file.need("data").as(word -> oneOf(DataMode.class, word), DataMode.COMPATIBLE);
        Kind kind = new Kind(
                file.need("kind").as(KindId::new, new KindId("x")),
                file.need("product").as(ProductId::new, new ProductId("x")),
                data,
                file.find("format-parts").map(f -> f.as(KindFile::positive, 1)).orElse(1),
                file.find("trust-mixed-failover").map(Field::yes).orElse(true),
                file.find("failover-may-convert").map(Field::yes).orElse(false),
                file.find("upgrade").map(f -> f.as(word -> oneOf(UpgradeMode.class, word), UpgradeMode.ROLLING))
                        .orElse(UpgradeMode.ROLLING),
                file.find("convert").map(KindFile::convert),
                file.find("backup").map(KindFile::backup),
                file.find("version").map(KindFile::probe),
                file.find("format").map(KindFile::probe),
                file.find("detach").map(KindFile::detach),
                file.find("check").map(KindFile::command),
                file.find("probe").map(KindFile::clients),
                file.find("fingerprint").map(field -> new Kind.Fingerprint(command(field))));
        file.find("failover-may-convert").filter(Field::yes).ifPresent(field ->
                field.mistake("this version never converts in a failover; leave it out"));
        if (data != DataMode.COMPATIBLE && kind.format().isEmpty()) {
            file.mistake("data: " + word(data) + " needs `format:`, the command that prints the format of the data");
        }
        if (kind.convert().isEmpty() && data == DataMode.STRICT) {
            file.mistake("data: strict needs `convert:`, the step that changes the format");
        }
        if (kind.upgrade() == UpgradeMode.DETACH && kind.detach().isEmpty()) {
            file.mistake("upgrade: detach needs `detach:`, the commands that take a group out of the cluster and back");
        }
        if (kind.detach().isPresent() && kind.backup().flatMap(Kind.Backup::silence).isPresent()) {
            file.mistake("who falls silent is said once: under `detach:`, and not under `backup:` too");
        }
        file.finish();
        return new KindFile(file, kind, agents);
    }

    /// Returns the kind of a product that no group needs: how its installed version is read, and nothing else.
    static Kind product(ProductId product, Field version) {
        return new Kind(new KindId(product.value()), product, DataMode.COMPATIBLE, 1, true, false, UpgradeMode.ROLLING,
                Optional.empty(), Optional.empty(), Optional.of(probe(version)), Optional.empty());
    }

    /// @throws Mistakes if filling in some group's parameters found any
    void finish() {
        file.finish();
    }

    /// Returns whether none was found so far.
    boolean faultless() {
        return file.mistakes() == 0;
    }

    /// Returns the same kind for another reader of groups.
    KindFile apart() {
        KindFile other = new KindFile(file.apart(), kind, agents);
        other.same = same;
        return other;
    }

    Kind kind() {
        return kind;
    }

    /// Returns the resources of one group of this kind, parameters filled in, in start order.
    List<Resource> resources(Field where, GroupId group, SortedMap<String, String> parameters) {
        if (same != null) {
            return same;
        }
        TreeMap<String, String> values = new TreeMap<>(parameters);
        values.put("group", group.value());
        List<Resource> resources = new ArrayList<>();
        Map<String, Field> fields = file.need("resources").entries();
        fields.forEach((name, field) -> resources.add(resource(where, name, field, values)));
        List<Resource> ordered = List.copyOf(inStartOrder(resources));
        same = fields.values().stream().noneMatch(KindFile::filledIn) ? ordered : null;
        return ordered;
    }

    private static boolean filledIn(Field resource) {
        return resource.find("with").map(Field::entries).orElse(Map.of()).values().stream()
                .anyMatch(value -> value.isMapping() || value.text().indexOf('{') >= 0);
    }

    /// Returns the parameters of one group: what the file says, the kind's defaults for the rest.
    SortedMap<String, String> parameters(Field group) {
        Map<String, Field> given = group.find("with").map(Field::entries).orElse(Map.of());
        Map<String, Field> declared = file.find("parameters").map(Field::entries).orElse(Map.of());
        if (given.isEmpty() && declared.isEmpty()) {
            return SharedMap.empty();
        }
        TreeMap<String, String> values = new TreeMap<>();
        declared.forEach((name, field) -> {
            field.named(name, Parameters::name, name);
            if (given.containsKey(name)) {
                values.put(name, given.get(name).text());
            } else if (field.text().equals("required")) {
                group.mistake("kind " + kind.id() + " needs the parameter `" + name + "` in `with:`");
            } else {
                values.put(name, field.text());
            }
        });
        given.forEach((name, field) -> {
            if (!declared.containsKey(name)) {
                field.mistake("kind " + kind.id() + " has no such parameter; it has: " + String.join(", ",
                        new TreeSet<>(declared.keySet())));
            }
        });
        return values;
    }

    private Resource resource(Field where, String name, Field field, SortedMap<String, String> values) {
        field.only("type", "with", "needs", "start-within", "stop-within", "monitor-every", "monitors");
        TreeMap<String, String> with = new TreeMap<>();
        field.find("with").map(Field::entries).orElse(Map.of())
                .forEach((key, value) -> Secrets.file(value).ifPresentOrElse(
                        file -> with.put(key + Resource.FROM_FILE, Parameters.fill(where, file, values)), () -> {
                            Secrets.refuseLiteral(key, value);
                            with.put(key, Parameters.fill(where, value.text(), values));
                        }));
        String type = field.need("type").text();
        if (OCF_TYPE.matcher(type).matches()) {
            with.keySet().stream().map(parameter -> parameter.replace(Resource.FROM_FILE, ""))
                    .filter(parameter -> !OCF_PARAMETER.matcher(parameter).matches())
                    .forEach(parameter -> field.mistake("'" + parameter + "' can be no parameter of a resource agent:"
                            + " use letters, digits and _"));
            agents.metaData(type).ifPresent(agent -> AgentParameters.judge(where, field, type, agent, with));
        } else if (SYSTEMD_TYPE.matcher(type).matches()) {
            if (NO_SERVICE.matcher(type).matches()) {
                field.mistake("type '" + type + "' is no service; of systemd's units only services are run");
            }
            if (!with.isEmpty()) {
                field.mistake("a unit of systemd takes no parameters; its unit file says how it is run");
            }
        } else if (!type.equals("process")) {
            field.mistake("type '" + type + "' is not supported; this version runs `process`, "
                    + "`ocf:PROVIDER:AGENT` and `systemd:UNIT` resources");
        } else if (with.keySet().stream().anyMatch(parameter -> parameter.endsWith(Resource.FROM_FILE))) {
            field.mistake("a process reads its secrets itself; give it the name of the file");
        } else if (!with.containsKey("run")) {
            field.mistake("a process needs `with: {run: ...}`, a command that stays in the foreground");
        }
        List<Monitor> monitors = Monitors.of(field);
        Duration every = monitors.stream().filter(monitor -> monitor.depth() == 0).map(Monitor::every).findFirst()
                .orElseGet(() -> duration(field, "monitor-every", MONITOR_EVERY));
        return new Resource(field.named(name, ResourceId::new, new ResourceId("x")), type,
                Collections.unmodifiableSortedMap(with), ids(field, "needs"),
                duration(field, "start-within", START_WITHIN), duration(field, "stop-within", STOP_WITHIN),
                every, monitors);
    }

    /// Orders resources so that each stands after all that it needs, otherwise as the file has them.
    private List<Resource> inStartOrder(List<Resource> resources) {
        List<Resource> open = new ArrayList<>(resources);
        List<Resource> ordered = new ArrayList<>();
        TreeSet<ResourceId> placed = new TreeSet<>();
        while (!open.isEmpty()) {
            OptionalInt next = IntStream.range(0, open.size())
                    .filter(i -> placed.containsAll(open.get(i).needs())).findFirst();
            if (next.isEmpty()) {
                file.need("resources").mistake("the needs of " + open.stream().map(r -> r.id().value()).toList()
                        + " go round in a circle or name an unknown resource");
                file.finish();
                return ordered;
            }
            Resource first = open.remove(next.getAsInt());
            ordered.add(first);
            placed.add(first.id());
        }
        return ordered;
    }

    private static Kind.Convert convert(Field field) {
        field.only("offline", "online", "run", "takes", "restartable");
        return new Kind.Convert(ids(field, "offline"), ids(field, "online"), command(field.need("run")),
                field.find("restartable").map(Field::yes).orElse(false),
                duration(field, "takes", Duration.ofMinutes(2)));
    }

    private static Kind.Backup backup(Field field) {
        field.only("before", "run", "restore", "quiesce", "takes");
        boolean required = field.find("before").map(Field::text).orElse("required").equals("required");
        Duration takes = duration(field, "takes", Kind.SAVING_TAKES);
        return new Kind.Backup(required, command(field.need("run")), field.find("restore").map(KindFile::command),
                Optional.of(new Kind.Silence(field.find("quiesce").map(KindFile::users).orElse(List.of()), takes))
                        .filter(said -> !said.users().isEmpty() || !takes.equals(Kind.SAVING_TAKES)));
    }

    private static Kind.Detach detach(Field field) {
        field.only("quiesce", "run", "attach", "check", "takes");
        return new Kind.Detach(field.find("quiesce").map(KindFile::users).orElse(List.of()),
                command(field.need("run")), command(field.need("attach")),
                field.find("check").map(KindFile::command), duration(field, "takes", Duration.ofMinutes(2)));
    }

    private static List<Kind.Quiesced> users(Field listed) {
        return listed.items().stream().map(KindFile::quiesced).toList();
    }

    private static Kind.Quiesced quiesced(Field field) {
        field.only("on", "run", "undo", "check");
        return new Kind.Quiesced(field.need("on").as(KindFile::place, "leader"), command(field.need("run")),
                command(field.need("undo")), field.find("check").map(KindFile::command));
    }

    /// `probe: {command: "...", on: leader, every: 1s, timeout: 3s}`.
    private static Kind.ClientProbe clients(Field field) {
        field.only("command", "on", "every", "timeout");
        return new Kind.ClientProbe(command(field.need("command")),
                field.find("on").map(f -> f.as(KindFile::place, Kind.Placed.LEADER)).orElse(Kind.Placed.LEADER),
                duration(field, "every", ASK_EVERY), duration(field, "timeout", ANSWER_WITHIN));
    }

    private static String place(String text) {
        if (!PLACE.matcher(text).matches()) {
            throw new IllegalArgumentException("expected owner, leader, the name of a node, or ssh:HOST, not '" + text
                    + "'");
        }
        return text;
    }

    /// A probe is a command, or a command with the pattern of what to take from its output. It fails where the command
    /// does, or prints nothing of the sort: what it says of that on standard error is no version.
    private static Command probe(Field field) {
        if (!field.isMapping()) {
            return command(field);
        }
        field.only("command", "pattern");
        Command run = command(field.need("command"));
        return field.find("pattern").map(pattern -> new Command("found=$({ " + run.line() + "; })"
                + " && found=$(printf '%s\\n' \"$found\" | grep -oE '" + pattern.text().replace("'", "'\\''") + "')"
                + " && printf '%s\\n' \"$found\" | head -n 1")).orElse(run);
    }

    private static Command command(Field field) {
        return field.as(text -> new Command(Parameters.toEnvironment(text)), new Command("false"));
    }

    private static SortedSet<ResourceId> ids(Field field, String name) {
        TreeSet<ResourceId> ids = new TreeSet<>();
        field.find(name).ifPresent(list -> list.items().forEach(item ->
                ids.add(item.as(ResourceId::new, new ResourceId("x")))));
        return Collections.unmodifiableSortedSet(ids);
    }

    private static Duration duration(Field field, String name, Duration otherwise) {
        return field.find(name).map(f -> f.as(KindFile::lasting, otherwise)).orElse(otherwise);
    }

    /// Returns a duration of more than zero.
    static Duration lasting(String text) {
        Duration time = Durations.parse(text);
        if (!time.isPositive()) {
            throw new IllegalArgumentException("'" + text + "' is no time at all; write for example 500ms or 30s");
        }
        return time;
    }

    static int positive(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("expected a number from 1 to 9999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    static <E extends Enum<E>> E oneOf(Class<E> type, String word) {
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            words.add(word(constant));
            if (word(constant).equals(word)) {
                return constant;
            }
        }
        throw new IllegalArgumentException("'" + word + "' is none of " + String.join(", ", words));
    }

    /// Returns how files write a constant, such as `in-place-offline`.
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
