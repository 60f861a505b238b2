package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Verdict;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Law 10. [#against] refuses a change at the door; [#judge] notices one that came in nevertheless.
public final class FrozenDuringRun implements Rule {

    @Override
    public int number() {
        return 10;
    }

    @Override
    public String name() {
        return "frozen during a run";
    }

    @Override
    public String law() {
        return "While a run is on, or levels or a strict product differ, configuration changes are "
                + "refused unless overridden by name; the override is recorded.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        SortedSet<String> redefined = redefined(trace, after);
        if (redefined.isEmpty()) {
            return Verdict.yes();
        }
        List<Reason> reasons = new ArrayList<>();
        for (String changed : redefined) {
            if (!trace.overridden().contains(changed)) {
                reasons.add(broken("the definition of " + changed + " has changed since the run began",
                        "set it back, or override it by name"));
            }
        }
        return Verdict.of(reasons);
    }

    /// Returns the names of definitions that are not as they were at the start, given those of the trace's image: only
    /// what differs from that image is looked at.
    static SortedSet<String> redefined(Trace trace, ClusterImage now) {
        ClusterImage start = trace.start();
        ClusterImage before = trace.before();
        List<KindId> kinds = SharedMap.differences(before.kinds(), now.kinds());
        List<NodeId> nodes = SharedMap.differences(before.nodes(), now.nodes());
        List<GroupId> groups = SharedMap.differences(before.groups(), now.groups());
        if (before.settings().equals(now.settings()) && kinds.isEmpty()
                && same(before.nodes(), now.nodes(), nodes, NodeImage::definedAs)
                && same(before.groups(), now.groups(), groups, GroupImage::definedAs)) {
            return trace.redefined();
        }
        TreeSet<String> names = new TreeSet<>(trace.redefined());
        note(names, "settings", !start.settings().equals(now.settings()));
        kinds.forEach(id -> note(names, "kind " + id,
                !Objects.equals(start.kinds().get(id), now.kinds().get(id))));
        nodes.forEach(id -> note(names, "node " + id,
                !definition(start.nodes().get(id)).equals(definition(now.nodes().get(id)))));
        groups.forEach(id -> note(names, "group " + id,
                !definition(start.groups().get(id)).equals(definition(now.groups().get(id)))));
        return names;
    }

    private static <K, V> boolean same(Map<K, V> before, Map<K, V> now, List<K> changed, BiPredicate<V, V> definedAs) {
        // Asked for every step: without an iterator for each.
        for (int i = 0; i < changed.size(); i++) {
            V was = before.get(changed.get(i));
            V is = now.get(changed.get(i));
            if (was == null || is == null || !definedAs.test(was, is)) {
                return false;
            }
        }
        return true;
    }

    private static void note(SortedSet<String> names, String name, boolean differs) {
        if (differs) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }

    /// Returns the names of definitions that differ, such as `settings`, `kind h2`, `node node1` or `group pg1`.
    public static List<String> changes(ClusterImage then, ClusterImage now) {
        List<String> names = new ArrayList<>();
        if (!then.settings().equals(now.settings())) {
            names.add("settings");
        }
        union(then.kinds(), now.kinds()).stream().filter(id -> !Objects.equals(then.kinds().get(id),
                now.kinds().get(id))).forEach(id -> names.add("kind " + id));
        union(then.nodes(), now.nodes()).stream().filter(id -> !definition(then.nodes().get(id))
                .equals(definition(now.nodes().get(id)))).forEach(id -> names.add("node " + id));
        union(then.groups(), now.groups()).stream().filter(id -> !definition(then.groups().get(id))
                .equals(definition(now.groups().get(id)))).forEach(id -> names.add("group " + id));
        return names;
    }

    private static <K extends Comparable<K>> Set<K> union(Map<K, ?> then, Map<K, ?> now) {
        TreeSet<K> all = new TreeSet<>(then.keySet());
        all.addAll(now.keySet());
        return all;
    }

    private static List<Object> definition(@Nullable NodeImage node) {
        return node == null ? List.of() : List.of(node.address(), node.voter(), node.witness(), node.capacity());
    }

    private static List<Object> definition(@Nullable GroupImage group) {
        return group == null ? List.of() : List.of(group.kind(), group.parameters(), group.resources(),
                group.preferred(), group.possible(), group.critical(), group.terms());
    }

    /// Returns why the configuration may not be changed now.
    ///
    /// @param run  the run that is on, when one is
    /// @param what the change, such as `group pg1 is not changed`
    public static List<Reason> against(ClusterImage image, Optional<RunId> run, String what) {
        List<Reason> reasons = new ArrayList<>();
        run.ifPresent(id -> reasons.add(new RequestReason.RunIsOn(id, what)));
        for (Kind kind : image.kinds().values()) {
            TreeSet<Version> versions = new TreeSet<>();
            image.members().forEach(node -> node.version(kind.product()).ifPresent(versions::add));
            if (kind.data() == DataMode.STRICT && versions.size() > 1) {
                reasons.add(mixed(what, kind.product() + " is at " + versions.stream().map(Version::value)
                        .collect(Collectors.joining(" and "))));
            }
        }
        TreeSet<Integer> highest = new TreeSet<>();
        image.nodes().values().stream().filter(NodeImage::up).forEach(node ->
                highest.add(node.facts().levels().highest()));
        if (highest.size() > 1) {
            reasons.add(mixed(what, "cluster services of levels " + highest.first() + " to " + highest.last()));
        }
        return reasons;
    }

    private static Reason mixed(String what, String versions) {
        return new RequestReason.NotSo("law 10, frozen while versions differ", what + " while " + versions,
                "finish the upgrade first, or override it by name");
    }
}
