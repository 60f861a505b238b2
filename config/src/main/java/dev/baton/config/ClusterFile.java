package dev.baton.config;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The file `cluster.yaml`: nodes, witness, defaults and groups. Kinds are looked up by name, usually in the folder
/// `kinds`
/// beside the file.
public final class ClusterFile {

    private static final KindId NO_KIND = new KindId("x");

    private ClusterFile() {}

    /// The text of a file under the name that mistakes print.
    public record Source(String name, String text) {}

    /// Returns the configuration that the file says.
    ///
    /// @param kinds gives the file of a kind, when there is one
    /// @throws Mistakes if it says none; all mistakes of a file are named at once
    public static ClusterDocument parse(Source source, Function<String, Optional<Source>> kinds) {
        Field file = Field.parse(source.name(), source.text())
                .only("cluster", "nodes", "witness", "fencing", "defaults", "groups");
        SortedMap<NodeId, NodeDefinition> nodes = new TreeMap<>();
        file.need("nodes").entries().forEach((name, field) -> nodes.put(node(field, name),
                new NodeDefinition(field.text(), nodes.size() < 5, false)));
        file.find("witness").ifPresent(list -> list.entries().forEach((name, field) ->
                nodes.put(node(field, name), new NodeDefinition(field.text(), true, true))));
        long members = nodes.values().stream().filter(node -> !node.witness()).count();
        Optional<Field> defaults = file.find("defaults");
        defaults.ifPresent(field -> field.only("one-group-per-node", "failback"));
        boolean apart = defaults.flatMap(d -> d.find("one-group-per-node")).map(Field::yes).orElse(members > 2);
        defaults.flatMap(d -> d.find("failback")).filter(f -> !f.text().equals("never"))
                .ifPresent(f -> f.mistake("this version fails back `never`; move groups by hand"));
        Settings settings = new Settings(file.need("cluster").text(), apart, fencing(file));
        SortedMap<String, KindFile> known = new TreeMap<>();
        SortedMap<GroupId, GroupDefinition> groups = new TreeMap<>();
        file.need("groups").entries().forEach((name, field) -> {
            GroupId id = field.named(name, GroupId::new, new GroupId("x"));
            group(field, id, nodes, known, kinds).ifPresent(group -> groups.put(id, group));
        });
        known.values().forEach(KindFile::finish);
        file.finish();
        return new ClusterDocument(settings, known.values().stream().map(KindFile::kind).toList(), nodes, groups);
    }

    private static NodeId node(Field field, String name) {
        return field.named(name, NodeId::new, new NodeId("x"));
    }

    private static String fencing(Field file) {
        Optional<Field> fencing = file.find("fencing");
        fencing.filter(f -> f.isMapping() || !f.text().equals("none"))
                .ifPresent(f -> f.mistake("this version has no fence agents; write `fencing: none`"));
        return "none";
    }

    private static Optional<GroupDefinition> group(Field field, GroupId id, SortedMap<NodeId, NodeDefinition> nodes,
            SortedMap<String, KindFile> known, Function<String, Optional<Source>> kinds) {
        field.only("kind", "prefer", "possible", "critical", "with");
        Field named = field.need("kind");
        String kindName = named.as(KindId::new, NO_KIND).value();
        KindFile kind = known.get(kindName);
        if (kind == null) {
            Optional<Source> source = kinds.apply(kindName);
            if (source.isEmpty()) {
                named.mistake("there is no kind '" + kindName + "': no file kinds/" + kindName + ".yaml");
                return Optional.empty();
            }
            kind = KindFile.parse(source.get().name(), source.get().text());
            known.put(kindName, kind);
        }
        SortedMap<String, String> values = kind.parameters(field);
        TreeMap<String, String> all = new TreeMap<>(values);
        all.put("group", id.value());
        return Optional.of(new GroupDefinition(kind.kind().id(), values, kind.resources(field, all),
                members(field, "prefer", nodes), new TreeSet<>(members(field, "possible", nodes)),
                field.find("critical").map(Field::yes).orElse(false)));
    }

    private static List<NodeId> members(Field field, String name, SortedMap<NodeId, NodeDefinition> nodes) {
        List<NodeId> members = new ArrayList<>();
        field.find(name).ifPresent(list -> list.items().forEach(item -> {
            NodeId node = item.as(NodeId::new, new NodeId("x"));
            NodeDefinition defined = nodes.get(node);
            if (defined == null || defined.witness()) {
                item.mistake(defined == null ? "there is no node '" + item.text() + "'"
                        : item.text() + " is a witness and runs no groups");
            }
            members.add(node);
        }));
        return members;
    }
}
