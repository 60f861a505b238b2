package dev.baton.config;

import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.SharedSet;
import dev.baton.core.model.Terms;
import dev.baton.core.plan.Beside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/// Reads the groups of a `cluster.yaml` and the kinds that they are of. A long file is read by parts, at the same time
/// where somebody has threads to give; where any part finds a mistake all of it is read again from the beginning to the
/// end, so that mistakes are named in the order of the file and once.
final class GroupsReader {
    private static final KindId NO_KIND = new KindId("x");
    private static final GroupId NO_GROUP = new GroupId("x");
    private static final NodeId NO_NODE = new NodeId("x");
    private static final Label NO_LABEL = new Label("x");

    private static final Set<String> FIELDS = Set.of("kind", "prefer", "possible", "critical", "with", "demand",
            "keep-apart", "rather-apart", "after", "failback", "failures");

    /// Those that say more of a group's terms than its demand.
    private static final Set<String> PARTICULAR = Set.of("keep-apart", "rather-apart", "after", "failback", "failures");

    /// So many groups are read before the parts begin: most kinds are known then.
    private static final int FIRST = 64;

    /// Groups of a part.
    private static final int PART = 256;

    /// Each group by its name.
    private final Field listed;
    private final SortedMap<NodeId, NodeDefinition> nodes;
    private final Map<String, NodeId> names = new HashMap<>();
    private final Terms defaults;
    private final AmountsReader amounts;
    /// Of groups of which nothing is said but their demand: most of them.
    private final Map<Amounts, Terms> usual = new ConcurrentHashMap<>();
    private final Function<String, Optional<Source>> kinds;
    private final ResourceAgents agents;

    /// @param listed the groups of the file whose nodes were read
    /// @param kinds  gives the file of a kind, when there is one; asked by several threads where there are several
    GroupsReader(Field listed, SortedMap<NodeId, NodeDefinition> nodes, Terms defaults, AmountsReader amounts,
            Function<String, Optional<Source>> kinds, ResourceAgents agents) {
        this.listed = listed;
        this.nodes = nodes;
        this.defaults = defaults;
        this.amounts = amounts;
        this.kinds = kinds;
        this.agents = agents;
        nodes.keySet().forEach(node -> names.put(node.value(), node));
    }

    /// What was read.
    ///
    /// @param groups in the order of the file
    /// @param kinds by name
    record Read(Map<GroupId, GroupDefinition> groups, SortedMap<String, KindFile> kinds) {}

    /// The kinds that are read already, and where the others are.
    private record Kinds(SortedMap<String, KindFile> known, Function<String, Optional<Source>> files,
            ResourceAgents agents) {

        Optional<KindFile> of(String name) {
            if (!known.containsKey(name)) {
                files.apply(name).ifPresent(source -> known.put(name, KindFile.parse(source.name(), source.text(),
                        agents)));
            }
            return Optional.ofNullable(known.get(name));
        }
    }

    /// Returns the groups with their kinds, as far as they have no mistakes.
    ///
    /// @throws Mistakes if a kind is none
    Read groups(Optional<Beside> beside) {
        List<Map.Entry<String, Field>> all = List.copyOf(listed.entries().entrySet());
        int mistakes = listed.mistakes();
        Optional<Read> read = beside.filter(_ -> all.size() >= FIRST + PART).flatMap(threads -> byParts(all, threads));
        if (read.isEmpty()) {
            listed.forgetMistakes(mistakes);
        }
        return read.orElseGet(() -> inTurn(all, new TreeMap<>()));
    }

    private Read inTurn(List<Map.Entry<String, Field>> some, SortedMap<String, KindFile> known) {
        Map<GroupId, GroupDefinition> groups = new LinkedHashMap<>();
        Kinds all = new Kinds(known, kinds, agents);
        some.forEach(entry -> {
            GroupId id = entry.getValue().named(entry.getKey(), GroupId::new, NO_GROUP);
            Optional<GroupDefinition> group = group(entry.getValue(), id, all);
            if (group.isPresent()) {
                groups.put(id, group.get());
            }
        });
        return new Read(groups, known);
    }

    /// Empty where something is wrong.
    private Optional<Read> byParts(List<Map.Entry<String, Field>> all, Beside beside) {
        int mistakes = listed.mistakes();
        Optional<Read> first = faultless(() -> inTurn(all.subList(0, FIRST), new TreeMap<>()));
        if (first.isEmpty()) {
            return first;
        }
        SortedMap<String, KindFile> known = first.get().kinds();
        List<Supplier<Optional<Read>>> parts = new ArrayList<>();
        for (int begin = FIRST; begin < all.size(); begin += PART) {
            List<Map.Entry<String, Field>> part = all.subList(begin, Math.min(begin + PART, all.size()));
            TreeMap<String, KindFile> own = new TreeMap<>();
            known.forEach((name, kind) -> own.put(name, kind.apart()));
            parts.add(beside.begin(() -> faultless(() -> inTurn(part, own))));
        }
        boolean good = true;
        for (Supplier<Optional<Read>> part : parts) {
            Optional<Read> read = part.get();
            good &= read.isPresent();
            read.ifPresent(it -> {
                first.get().groups().putAll(it.groups());
                for (Map.Entry<String, KindFile> kind : it.kinds().entrySet()) {
                    known.putIfAbsent(kind.getKey(), kind.getValue());
                }
            });
        }
        return good && listed.mistakes() == mistakes ? first : Optional.empty();
    }

    private static Optional<Read> faultless(Supplier<Read> reading) {
        try {
            return Optional.of(reading.get()).filter(read -> read.kinds().values().stream()
                    .allMatch(KindFile::faultless));
        } catch (RuntimeException wrong) {
            // Whatever it is, it is said when everything is read again in turn.
            return Optional.empty();
        }
    }

    private Terms terms(Field group) {
        Amounts demand = amounts.read(group, "demand");
        if (!group.hasAny(PARTICULAR)) {
            Terms known = usual.get(demand);
            return known == null ? usual.computeIfAbsent(demand, defaults::withDemand) : known;
        }
        return ClusterFile.policies(Optional.of(group), new Terms(demand,
                named(group, "keep-apart", Label::new, NO_LABEL), named(group, "rather-apart", Label::new, NO_LABEL),
                named(group, "after", GroupId::new, NO_GROUP), defaults.failures(), defaults.failback()));
    }

    private static <T extends Comparable<T>> SharedSet<T> named(Field group, String list, Function<String, T> parse,
            T otherwise) {
        List<Field> items = group.itemsOf(list);
        if (items.isEmpty()) {
            return SharedSet.empty();
        }
        TreeSet<T> names = new TreeSet<>();
        for (Field item : items) {
            names.add(item.as(parse, otherwise));
        }
        return SharedSet.copyOf(names);
    }

    private Optional<GroupDefinition> group(Field field, GroupId id, Kinds kinds) {
        field.only(FIELDS);
        Field named = field.need("kind");
        String kindName = kinds.known.containsKey(named.text()) ? named.text() : named.as(KindId::new, NO_KIND).value();
        Optional<KindFile> found = kinds.of(kindName);
        if (found.isEmpty()) {
            named.mistake("there is no kind '" + kindName + "': no file kinds/" + kindName + ".yaml");
            return Optional.empty();
        }
        KindFile kind = found.get();
        SortedMap<String, String> values = kind.parameters(field);
        return Optional.of(new GroupDefinition(kind.kind().id(), values, kind.resources(field, id, values),
                members(field, "prefer"), SharedSet.copyOf(members(field, "possible")),
                field.find("critical").map(Field::yes).orElse(false), terms(field)));
    }

    private List<NodeId> members(Field field, String name) {
        List<NodeId> members = new ArrayList<>();
        for (Field item : field.itemsOf(name)) {
            // The same name is the same object everywhere, and told apart at once.
            NodeId known = names.get(item.text());
            NodeId node = known == null ? item.as(NodeId::new, NO_NODE) : known;
            NodeDefinition defined = nodes.get(node);
            if (defined == null || defined.witness()) {
                item.mistake(defined == null ? "there is no node '" + item.text() + "'"
                        : item.text() + " is a witness and runs no groups");
            }
            members.add(node);
        }
        return members;
    }
}
