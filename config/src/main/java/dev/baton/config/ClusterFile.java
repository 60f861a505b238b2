package dev.baton.config;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Failback;
import dev.baton.core.model.FailurePolicy;
import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.SharedMap;
import dev.baton.core.model.Terms;
import dev.baton.core.plan.Beside;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The file `cluster.yaml`: nodes, witness, defaults, products and groups. Kinds are looked up by name, usually in the
/// folder `kinds` beside the file.
public final class ClusterFile {

    private ClusterFile() {}

    /// The text of a file under the name that mistakes print.
    public record Source(String name, String text) {}

    /// Returns the configuration that the file says.
    ///
    /// @param kinds gives the file of a kind, when there is one
    /// @throws Mistakes if it says none; all mistakes of a file are named at once
    public static ClusterDocument parse(Source source, Function<String, Optional<Source>> kinds) {
        return parse(source, kinds, ResourceAgents.NONE);
    }

    /// Returns the same; what resources hand to their agents is judged by what these say that they take.
    ///
    /// @throws Mistakes if it says none, or hands an agent what it does not take
    public static ClusterDocument parse(Source source, Function<String, Optional<Source>> kinds,
            ResourceAgents agents) {
        return parse(source, kinds, agents, Optional.empty());
    }

    /// Returns the same as the first, for one who has threads to give.
    ///
    /// @throws Mistakes if it says none; all mistakes of a file are named at once
    public static ClusterDocument parseByParts(Source source, Function<String, Optional<Source>> kinds,
            Beside beside) {
        return parse(source, kinds, ResourceAgents.NONE, Optional.of(beside));
    }

    private static ClusterDocument parse(Source source, Function<String, Optional<Source>> kinds,
            ResourceAgents agents, Optional<Beside> beside) {
        Field file = Field.parse(source.name(), source.text())
                .only("cluster", "nodes", "witness", "fencing", "accept", "defaults", "products",
                        "groups", "hooks", "lease-margin-low");
        AmountsReader amounts = new AmountsReader();
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        file.need("nodes").entries().forEach((name, field) -> nodes.put(node(field, name),
                machine(field, nodes.size() < 5, amounts)));
        file.find("witness").ifPresent(list -> list.entries().forEach((name, field) ->
                nodes.put(node(field, name), new NodeDefinition(field.text(), true, true, Amounts.NONE))));
        long members = nodes.values().stream().filter(node -> !node.witness()).count();
        Optional<Field> defaults = file.find("defaults");
        defaults.ifPresent(field -> field.only("one-group-per-node", "failback", "failures"));
        boolean apart = defaults.flatMap(d -> d.find("one-group-per-node")).map(Field::yes).orElse(members > 2);
        Terms terms = policies(defaults, Terms.NONE);
        Optional<FenceDevice> device = file.find("fencing")
                .flatMap(field -> Fences.device(field, nodes.keySet()));
        Settings settings = new Settings(file.need("cluster").text(), apart,
                device.map(FenceDevice::agent).orElse("none"), device, Optional.of(Hooks.of(file)));
        Field listed = file.need("groups");
        GroupsReader.Read read = new GroupsReader(listed, nodes, terms, amounts, kinds, agents).groups(beside);
        SortedMap<String, KindFile> known = read.kinds();
        SortedMap<GroupId, GroupDefinition> groups = SharedMap.copyOf(read.groups());
        listed.entries().forEach((name, field) -> knownGroups(field, name, groups));
        SharedDisks.judge(file, listed, device.isPresent(), groups);
        known.values().forEach(KindFile::finish);
        List<Kind> all = new ArrayList<>(known.values().stream().map(KindFile::kind).toList());
        file.find("products").ifPresent(list -> list.entries().forEach((name, field) -> all.add(product(name, field,
                all))));
        file.finish();
        all.sort((one, other) -> one.id().value().compareTo(other.id().value()));
        return new ClusterDocument(settings, all, nodes, groups);
    }

    /// What no group needs, such as the operating system or Baton itself, is a kind without groups.
    private static Kind product(String name, Field field, List<Kind> kinds) {
        Kind product = KindFile.product(field.named(name, ProductId::new, new ProductId("x")), field);
        kinds.stream().filter(kind -> kind.product().equals(product.product()) || kind.id().equals(product.id()))
                .findFirst().ifPresent(kind -> field.mistake("kind " + kind.id() + " is about " + kind.product()
                        + " already; only what no group needs is named here"));
        return product;
    }

    private static NodeId node(Field field, String name) {
        return field.named(name, NodeId::new, new NodeId("x"));
    }

    /// A node is its address, or fields: the address and what the node has room for.
    private static NodeDefinition machine(Field field, boolean voter, AmountsReader amounts) {
        if (!field.isMapping()) {
            return new NodeDefinition(field.text(), voter, false, Amounts.NONE);
        }
        field.only("address", "capacity");
        return new NodeDefinition(field.need("address").text(), voter, false, amounts.read(field, "capacity"));
    }

    /// What a group, or the defaults for all, say about failures and the way back.
    static Terms policies(Optional<Field> field, Terms otherwise) {
        Terms terms = otherwise;
        Optional<Field> failback = field.flatMap(f -> f.find("failback"));
        if (failback.isPresent()) {
            terms = terms.withFailback(failback.get().as(Failback::parse, otherwise.failback()));
        }
        Optional<Field> failures = field.flatMap(f -> f.find("failures"));
        return failures.isPresent() ? terms.withFailures(failures(failures.get(), otherwise.failures())) : terms;
    }

    private static FailurePolicy failures(Field field, FailurePolicy otherwise) {
        field.only("restarts", "pause", "failovers", "within");
        return new FailurePolicy(
                field.find("restarts").map(f -> f.as(ClusterFile::count, 0)).orElse(otherwise.restarts()),
                field.find("pause").map(f -> f.as(KindFile::lasting, otherwise.pause())).orElse(otherwise.pause()),
                field.find("failovers").map(f -> f.as(ClusterFile::count, 0)).orElse(otherwise.failovers()),
                field.find("within").map(f -> f.as(KindFile::lasting, otherwise.within())).orElse(otherwise.within()));
    }

    private static int count(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("expected a number from 0 to 999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /// What a group starts after must exist, and no group may wait for itself.
    private static void knownGroups(Field field, String name, SortedMap<GroupId, GroupDefinition> groups) {
        for (Field item : field.itemsOf("after")) {
            GroupId first = item.as(GroupId::new, new GroupId("x"));
            if (!groups.containsKey(first)) {
                item.mistake("there is no group '" + item.text() + "'");
            } else if (waitsFor(first, new GroupId(name), groups, new TreeSet<>())) {
                item.mistake("goes round in a circle: " + first + " starts after " + name + ", directly or not");
            }
        }
    }

    private static boolean waitsFor(GroupId group, GroupId other, SortedMap<GroupId, GroupDefinition> groups,
            Set<GroupId> seen) {
        GroupDefinition defined = groups.get(group);
        return group.equals(other) || (defined != null && seen.add(group) && defined.terms().after().stream()
                .anyMatch(first -> waitsFor(first, other, groups, seen)));
    }
}
