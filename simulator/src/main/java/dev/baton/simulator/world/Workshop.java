package dev.baton.simulator.world;

import dev.baton.agent.simulated.Chance;
import dev.baton.agent.simulated.Commands.Course;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What commands do on the machines: the truth about installed versions and formats of data, which no code under test
/// can see but by asking with commands. Commands may be made to misbehave, machine by machine.
public final class Workshop {

    /// How commands misbehave.
    public enum Misbehaviour { START_FAILS, NOT_READY, STUBBORN, CHANGE_FAILS, CHANGE_HALF, CHANGE_HANGS,
        CHANGE_REBOOTS, PROBE_FAILS, SELF_TEST_FAILS,
        CONVERTS_AND_DIES }

    private static final Duration HOURS = Duration.ofHours(12);

    private final Chance chance;
    private final List<Watcher> watchers;
    private final Consumer<NodeId> reboot;
    private final TreeMap<String, String> versions = new TreeMap<>();
    private final TreeMap<String, String> formats = new TreeMap<>();
    /// Groups whose data a conversion has begun to change and has not changed yet.
    private final TreeSet<String> torn = new TreeSet<>();
    private final boolean tears;
    private final TreeMap<String, Set<Misbehaviour>> misbehaving = new TreeMap<>();

    /// @param tears  whether data is torn while it is converted, see [Options.Special#restartable]
    /// @param reboot called when an installer restarts its machine
    Workshop(Chance chance, boolean tears, List<Watcher> watchers, Consumer<NodeId> reboot) {
        this.tears = tears;
        this.chance = chance;
        this.watchers = watchers;
        this.reboot = reboot;
    }

    void has(String node, String version) {
        versions.put(node, version);
    }

    void data(String group, String format) {
        formats.put(group, format);
    }

    /// Returns which version is installed on a node.
    public String version(String node) {
        return versions.getOrDefault(node, "");
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

    /// From now on commands on this node do that.
    public void misbehave(NodeId node, Misbehaviour how) {
        misbehaving.computeIfAbsent(node.value(), _ -> EnumSet.noneOf(Misbehaviour.class)).add(how);
    }

    /// Ends that.
    public void behave(NodeId node, Misbehaviour how) {
        misbehaving.getOrDefault(node.value(), EnumSet.noneOf(Misbehaviour.class)).remove(how);
    }

    private boolean does(String node, Misbehaviour how) {
        return misbehaving.getOrDefault(node, Set.of()).contains(how);
    }

    Course course(String line, SortedMap<String, String> environment) {
        String node = environment.getOrDefault("BATON_NODE", "");
        String group = environment.getOrDefault("BATON_GROUP", "");
        String word = line.split(" ", 2)[0];
        return switch (word) {
            case "version" -> probe(node, version(node));
            case "format" -> torn(group) ? Course.fails("half converted") : probe(node, format(group));
            case "install", "undo" -> change(node, word, environment, Duration.ofSeconds(3),
                    () -> versions.put(node, environment.getOrDefault("BATON_TO", "")));
            case "convert" -> convert(node, group, environment);
            case "backup" -> change(node, word, environment, Duration.ofMillis(800), () -> { });
            case "prepare" -> change(node, word, environment, Duration.ofMillis(500), () -> { });
            case "selftest" -> does(node, Misbehaviour.SELF_TEST_FAILS) ? Course.fails("it does not work")
                    : new Course(Duration.ofMillis(300), 0, "", () -> { });
            case "run" -> does(node, Misbehaviour.START_FAILS) ? Course.fails("cannot start")
                    : new Course(Duration.ZERO, 0, "", 1, does(node, Misbehaviour.STUBBORN), () -> { });
            case "ready" -> does(node, Misbehaviour.NOT_READY) ? Course.fails("not yet") : Course.prints("");
            default -> Course.prints("");
        };
    }

    private Course convert(String node, String group, SortedMap<String, String> environment) {
        Course course = change(node, "convert", environment, Duration.ofSeconds(2), () -> {
            formats.put(group, environment.getOrDefault("BATON_TO", ""));
            torn.remove(group);
        });
        if (tears && course.status() == 0) {
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
        Optional<Course> odd = odd(on, environment, spread, effect, end);
        return odd.orElseGet(() -> new Course(spread, 0, "", 1, false, effect, end));
    }

    private Optional<Course> odd(NodeId on, SortedMap<String, String> environment, Duration takes, Runnable effect,
            Runnable end) {
        String node = on.value();
        if (does(node, Misbehaviour.CHANGE_FAILS)) {
            return Optional.of(new Course(takes, 1, "it failed", 1, false, () -> { }, end));
        }
        if (does(node, Misbehaviour.CHANGE_HALF)) {
            // Either it says that it failed and has done it, or it says that it has done it and has not.
            boolean silent = chance.oneIn(2);
            return Optional.of(new Course(takes, silent ? 0 : 1, "half done", 1, false, silent ? () -> { } : effect,
                    end));
        }
        if (does(node, Misbehaviour.CHANGE_HANGS)) {
            return Optional.of(new Course(HOURS, 0, "", 1, false, effect, end));
        }
        if (does(node, Misbehaviour.CONVERTS_AND_DIES) && environment.containsKey("BATON_FROM")
                && environment.containsKey("BATON_GROUP")) {
            return Optional.of(new Course(takes, 0, "", 1, false, () -> {
                effect.run();
                misbehaving.values().forEach(all -> all.remove(Misbehaviour.CONVERTS_AND_DIES));
                reboot.accept(on);
            }, end));
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

    /// Returns whether the installed version opens the data as strictly as this cluster's kind says.
    boolean opens(String node, String group, dev.baton.core.model.DataMode data) {
        String own = version(node).startsWith("2.") ? "2.0" : "1.0";
        return !torn(group) && switch (data) {
            case COMPATIBLE -> true;
            case BACKWARD -> format(group).compareTo(own) <= 0;
            case STRICT -> format(group).equals(own);
        };
    }
}
