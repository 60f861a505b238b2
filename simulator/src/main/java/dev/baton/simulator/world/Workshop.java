package dev.baton.simulator.world;

import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.Commands.Course;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What commands do on the machines: the truth about installed versions and formats of data, which no code under test
/// can see but by asking with commands. Commands may be made to misbehave, machine by machine.
public final class Workshop {

    /// How commands misbehave.
    public enum Misbehaviour { START_FAILS, NOT_READY, STUBBORN, CHANGE_FAILS, CHANGE_HALF, CHANGE_HANGS,
        CHANGE_REBOOTS, PROBE_FAILS, SELF_TEST_FAILS }

    private static final Duration HOURS = Duration.ofHours(12);

    private final Chance chance;
    private final List<Watcher> watchers;
    private final Consumer<NodeId> reboot;
    private final TreeMap<String, String> versions = new TreeMap<>();
    private final TreeMap<String, String> formats = new TreeMap<>();
    private final Scene scene;
    /// Groups whose data a conversion has begun to change and has not changed yet.
    private final TreeSet<String> torn = new TreeSet<>();
    private final Outside outside = new Outside();
    private Optional<Failing> failing = Optional.empty();
    private boolean failed;
    private final TreeMap<String, Set<Misbehaviour>> misbehaving = new TreeMap<>();

    /// @param reboot called when an installer restarts its machine
    Workshop(Chance chance, Scene scene, List<Watcher> watchers, Consumer<NodeId> reboot) {
        this.scene = scene;
        this.chance = chance;
        this.watchers = watchers;
        this.reboot = reboot;
        scene.versions().forEach((node, products) -> products.forEach((product, version) ->
                versions.put(node + " " + product, version.value())));
        scene.formats().forEach((group, format) -> formats.put(group.value(), format.value()));
    }

    /// Returns which version of a product is installed on a node; empty when it is not.
    public String version(String node, String product) {
        return versions.getOrDefault(node + " " + product, "");
    }

    /// Returns whether the data of a group is as nothing opens it, for a conversion was cut off.
    public boolean torn(String group) {
        return torn.contains(group);
    }

    /// A person brings torn data back as it was before its conversion.
    public void restore(String group) {
        torn.remove(group);
    }

    /// Returns in which format the data of a group is, or was before it was torn.
    public String format(String group) {
        return formats.getOrDefault(group, "");
    }

    /// Returns what runs outside the cluster, and who is silent.
    public Outside outside() {
        return outside;
    }

    /// From now on commands on this node do that.
    public void misbehave(NodeId node, Misbehaviour how) {
        misbehaving.computeIfAbsent(node.value(), _ -> EnumSet.noneOf(Misbehaviour.class)).add(how);
    }

    /// Ends that.
    public void behave(NodeId node, Misbehaviour how) {
        misbehaving.getOrDefault(node.value(), EnumSet.noneOf(Misbehaviour.class)).remove(how);
    }

    /// A command about this node or group fails, without having done anything.
    ///
    /// @param word  such as `install`; `run` starts a resource
    /// @param about name of a node or a group
    /// @param lasts whether it fails until somebody mends it, or only once
    public record Failing(String word, String about, boolean lasts) {}

    /// From now on that fails.
    public void fail(Failing what) {
        failing = Optional.of(what);
    }

    /// Ends it.
    public void mend() {
        failing = Optional.empty();
    }

    /// Returns whether a command has failed so.
    public boolean hasFailed() {
        return failed;
    }

    private boolean failsNow(String word, String node, String group) {
        boolean now = failing.filter(what -> what.word().equals(word)
                && (what.about().equals(node) || what.about().equals(group))).isPresent();
        failing = now ? failing.filter(Failing::lasts) : failing;
        failed |= now;
        return now;
    }

    private boolean does(String node, Misbehaviour how) {
        return misbehaving.getOrDefault(node, Set.of()).contains(how);
    }

    Course course(String line, SortedMap<String, String> environment) {
        String node = environment.getOrDefault("BATON_NODE", "");
        String group = environment.getOrDefault("BATON_GROUP", "");
        String[] words = line.split(" ", 2);
        String word = words[0];
        String about = words.length > 1 ? words[1] : "";
        return switch (word) {
            case "version" -> probe(node, version(node, about));
            case "format" -> torn(group) ? Course.fails("half converted") : probe(node, format(group));
            case "install", "undo" -> change(node, word, of(about, environment), Duration.ofSeconds(3),
                    () -> versions.put(node + " " + about, environment.getOrDefault("BATON_TO", "")));
            case "convert" -> convert(node, group, environment);
            case "backup" -> change(node, word, environment, Duration.ofMillis(800), () -> { });
            case "prepare" -> change(node, word, environment, Duration.ofMillis(500), () -> { });
            case "selftest" -> does(node, Misbehaviour.SELF_TEST_FAILS) || failsNow(word, node, group)
                    ? Course.fails("it does not work")
                    : new Course(Duration.ofMillis(300), 0, "", () -> { });
            case "run" -> does(node, Misbehaviour.START_FAILS) || failsNow(word, node, group)
                    ? Course.fails("cannot start")
                    : new Course(Duration.ZERO, 0, "", 1, does(node, Misbehaviour.STUBBORN), () -> { });
            case "silence", "letgo", "alone", "again" -> outside(line, node, group, environment);
            case "silent" -> outside.silent(line.split(" ", 2)[1], group, environment.getOrDefault("BATON_AT", node))
                    ? Course.prints("") : Course.fails("it talks");
            case "exec" -> line.startsWith("exec ssh ") ? over(line, environment) : Course.prints("");
            case "serves" -> failsNow(word, node, group) ? Course.fails("it does not serve") : Course.prints("");
            case "fingerprint" -> failsNow(word, node, group) ? Course.fails("its data cannot be read")
                    : Course.prints("data of " + group);
            case "ready" -> does(node, Misbehaviour.NOT_READY) ? Course.fails("not yet") : Course.prints("");
            default -> Course.prints("");
        };
    }

    /// What is changed is told to those who watch.
    private static SortedMap<String, String> of(String product, SortedMap<String, String> environment) {
        TreeMap<String, String> told = new TreeMap<>(environment);
        told.put(Watcher.PRODUCT, product);
        return told;
    }

    /// A command on a machine outside the cluster, by an ssh that does not always get there.
    private Course over(String line, SortedMap<String, String> environment) {
        if (!scene.steady() && chance.oneIn(10)) {
            return new Course(Duration.ofSeconds(1), 255, "ssh: connect to host app1: timed out", () -> { });
        }
        TreeMap<String, String> there = new TreeMap<>(environment);
        there.put("BATON_AT", line.split("'")[1]);
        return course(line.substring(line.lastIndexOf("; ") + 2, line.lastIndexOf('\'')), there);
    }

    /// Whether it has its effect when it begins, or when it ends, nobody knows.
    private Course outside(String line, String node, String group, SortedMap<String, String> environment) {
        Runnable effect = () -> outside.does(line, group, environment.getOrDefault("BATON_AT", node));
        boolean atOnce = chance.oneIn(2);
        if (atOnce) {
            effect.run();
        }
        return change(node, line.split(" ", 2)[0], environment, Duration.ofMillis(700), atOnce ? () -> { } : effect);
    }

    private Course convert(String node, String group, SortedMap<String, String> environment) {
        Course course = change(node, "convert", environment, Duration.ofSeconds(2), () -> {
            formats.put(group, environment.getOrDefault("BATON_TO", ""));
            torn.remove(group);
        });
        if (tears(group) && course.status() == 0) {
            torn.add(group);
        }
        return course;
    }

    private Course probe(String node, String says) {
        return does(node, Misbehaviour.PROBE_FAILS) ? Course.fails("no answer") : Course.prints(says);
    }

    private Course change(String node, String word, SortedMap<String, String> environment, Duration takes,
            Runnable effect) {
        NodeId on = new NodeId(node);
        watchers.forEach(watcher -> watcher.begins(on, word, environment));
        Runnable end = () -> watchers.forEach(watcher -> watcher.ends(on, word, environment));
        Duration spread = takes.plusMillis(chance.below(1 + (int) takes.toMillis() / 4));
        Optional<Course> odd = odd(on, word, environment, spread, effect, end);
        return odd.orElseGet(() -> new Course(spread, 0, "", 1, false, effect, end));
    }

    private Optional<Course> odd(NodeId on, String word, SortedMap<String, String> environment, Duration takes,
            Runnable effect, Runnable end) {
        String node = on.value();
        if (does(node, Misbehaviour.CHANGE_FAILS)
                || failsNow(word, node, environment.getOrDefault("BATON_GROUP", ""))) {
            return Optional.of(new Course(takes, 1, "it failed", 1, false, () -> { }, end));
        }
        if (does(node, Misbehaviour.CHANGE_HALF)) {
            // Either it says that it failed and has done it, or it says that it has done it and has not; but what says
            // falsely that nothing runs outside the cluster any more is beyond what anything protects against.
            boolean silent = chance.oneIn(2) && !word.equals("again");
            return Optional.of(new Course(takes, silent ? 0 : 1, "half done", 1, false, silent ? () -> { } : effect,
                    end));
        }
        if (does(node, Misbehaviour.CHANGE_HANGS)) {
            return Optional.of(new Course(HOURS, 0, "", 1, false, effect, end));
        }
        if (does(node, Misbehaviour.CHANGE_REBOOTS) && !environment.containsKey("BATON_GROUP")) {
            boolean before = chance.oneIn(2);
            return Optional.of(new Course(takes, 0, "", 1, false, () -> {
                if (before) {
                    effect.run();
                }
                reboot.accept(on);
            }, end));
        }
        return Optional.empty();
    }

    /// Returns whether data is torn while it is converted.
    private boolean tears(String group) {
        GroupDefinition defined = scene.document().groups().get(new GroupId(group));
        return scene.document().kinds().stream().filter(kind -> defined != null && kind.id().equals(defined.kind()))
                .flatMap(kind -> kind.convert().stream()).anyMatch(convert -> !convert.restartable());
    }

    /// Returns whether the installed version opens the data as strictly as its kind says.
    boolean opens(String node, String group, Kind kind) {
        String installed = version(node, kind.product().value());
        if (torn(group) || (installed.isEmpty() && kind.data() != DataMode.COMPATIBLE)) {
            return false;
        }
        return switch (kind.data()) {
            case COMPATIBLE -> true;
            case BACKWARD -> new Version(format(group)).compareTo(own(installed, kind)) <= 0;
            case STRICT -> new Version(format(group)).equals(own(installed, kind));
        };
    }

    /// The format of the version, by its leading parts.
    private static Version own(String installed, Kind kind) {
        return new Version(Stream.of(installed.split("\\.")).limit(kind.formatParts())
                .collect(Collectors.joining(".")));
    }
}
