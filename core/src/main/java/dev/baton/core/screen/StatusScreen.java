package dev.baton.core.screen;

import dev.baton.core.journal.RunView;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.rules.Cover;
import dev.baton.core.rules.FinalizeLast;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What `baton status` and the lists of groups, resources and nodes print.
///
/// @param image  the cluster now
/// @param leader which node's controller leads, when one does
/// @param since  for how long each group is as it is; groups without an entry show `-`
/// @param run    the run that is on, when one is
public record StatusScreen(ClusterImage image, Optional<NodeId> leader, SortedMap<GroupId, Duration> since,
        Optional<RunView> run) {

    /// Returns the whole of `baton status`; of a cluster that is still nothing, what makes it something.
    public String status() {
        return image.nodes().isEmpty()
                ? "nothing is configured yet; write a cluster.yaml, and:  baton config apply -f cluster.yaml\n"
                : headline() + "\n" + groupList() + "\n" + nodeList();
    }

    /// Returns the lines above the tables: what could fail now, who leads, and what is on.
    public String headline() {
        String name = image.settings().name();
        String margin = " ".repeat(name.length() + 3);
        String size = Layout.counted(image.members().size(), "node") + ", "
                + Layout.counted(image.groups().size(), "group");
        StringBuilder text = new StringBuilder();
        List<String> troubles = troubles();
        text.append(Layout.fill(name + "   ", size + (troubles.isEmpty() ? "   any one node may fail" : "")));
        troubles.forEach(trouble -> text.append(Layout.fill(margin, trouble)));
        text.append(margin).append(control()).append('\n');
        run.ifPresent(view -> {
            text.append(margin).append(Layout.pad("upgrade " + view.upgrade(), 20)).append(Runs.progress(view))
                    .append("    watch: baton upgrade watch\n");
            view.waitingFor().filter(_ -> Runs.needsPerson(view) || view.status().equals("replanning"))
                    .ifPresent(what -> text.append(Layout.fill(margin + (Runs.needsPerson(view) ? "WAITING: "
                            : "replanning, waits for "), what)));
        });
        if (mixed()) {
            text.append(margin).append(Layout.pad("mixed versions", 20)).append(run.isPresent()
                    ? "configuration is frozen until the run ends\n" : "configuration changes need --override\n");
        }
        int speaks = FinalizeLast.clusterHighest(image);
        if (run.isEmpty() && speaks > image.level()) {
            text.append(margin).append(Layout.pad("level " + image.level(), 20)).append("every member speaks level ")
                    .append(speaks).append(": baton finalize\n");
        }
        return text.toString();
    }

    /// Returns who leads, how many votes are there, and how a silent machine is made sure to be dead.
    public String control() {
        long voters = image.nodes().values().stream().filter(NodeImage::voter).count();
        long up = image.nodes().values().stream().filter(node -> node.voter() && node.up()).count();
        return leader.map(node -> "leader " + node).orElse("NO LEADER")
                + (voters == 0 ? "   existing ensemble" : "   votes " + up + " of " + voters) + "   " + protection();
    }

    /// How sure it is that a node that is silent runs nothing.
    private String protection() {
        String fencing = image.settings().fencing();
        List<String> weak = image.members().stream().filter(node -> node.facts().protection().equals("weak guard"))
                .map(node -> node.id().value()).toList();
        List<String> watched = image.members().stream().filter(node -> node.facts().watchdog().isPresent())
                .map(node -> node.id().value()).toList();
        boolean all = !watched.isEmpty() && watched.size() == image.members().size();
        String how = fencing.equals("none") ? all ? "" : "unfenced"
                : "fencing " + fencing.replaceFirst("^(.*/)?fence_", "");
        String dogs = watched.isEmpty() ? "" : "watchdog" + (all ? "" : " on " + String.join(" ", watched));
        return how + (how.isEmpty() || dogs.isEmpty() ? "" : ", ") + dogs
                + (weak.isEmpty() ? "" : ", weak guard on " + (weak.size() == image.members().size() ? "all nodes"
                : String.join(" ", weak)));
    }

    /// Returns what is wrong or could not be borne now, one sentence each; while it is empty any one node may fail.
    public List<String> troubles() {
        return troubles(Cover.of(image).uncovered());
    }

    /// Returns the same for whoever knows already which groups nobody could take over.
    public List<String> troubles(SortedSet<GroupId> leftOut) {
        List<String> found = new ArrayList<>();
        TreeSet<GroupId> uncovered = new TreeSet<>(leftOut);
        uncovered.removeIf(id -> image.group(id).placement().detached()
                || !image.group(id).placement().managed());
        image.groups().values().forEach(group -> {
            if (group.state() instanceof GroupState.Failed) {
                found.add(group.id() + " is Failed: baton why " + group.id());
            }
            if (group.placement().detached()) {
                found.add(group.id() + " is " + group.placement().because() + ": nobody takes it over (planned)");
            }
            unmanaged(group).ifPresent(found::add);
        });
        if (!uncovered.isEmpty()) {
            String groups = uncovered.size() > 8 ? uncovered.size() + " groups"
                    : uncovered.stream().map(GroupId::value).collect(Collectors.joining(" "));
            found.add("NO FAILOVER for " + groups + out().map(node -> " until " + node + " is back"
                    + run.flatMap(Runs::left).map(left -> ", about " + Layout.spoken(left)).orElse("") + " (planned)")
                    .orElse(": baton why " + uncovered.first()));
        }
        return found;
    }

    private Optional<String> unmanaged(GroupImage group) {
        Optional<NodeId> lost = group.owner().filter(owner -> !image.node(owner).up());
        return group.placement().unmanaged().map(how -> group.id() + " is " + how.text() + ": " + lost.map(owner ->
                "its owner " + owner + " is not up, and nobody takes it over").orElse("it is only observed")
                + " (" + Unmanaged.wayOut(group.id()) + ")");
    }

    /// The node that a run has out of service.
    private Optional<NodeId> out() {
        return image.nodes().values().stream().filter(node -> node.holds().containsKey(Projection.RUN_HOLD))
                .map(NodeImage::id).findFirst();
    }

    /// Returns whether nodes read different versions of a product.
    public boolean mixed() {
        return products().stream().anyMatch(product -> image.nodes().values().stream()
                .flatMap(node -> node.version(product).stream()).distinct().count() > 1);
    }

    private SortedSet<ProductId> products() {
        TreeSet<ProductId> products = new TreeSet<>();
        image.kinds().values().forEach(kind -> products.add(kind.product()));
        run.ifPresent(view -> view.nodes().forEach(node -> products.addAll(node.targets().keySet())));
        return products;
    }

    /// Returns the table of groups.
    public String groupList() {
        Cover cover = Cover.of(image);
        Table table = new Table("GROUP", "STATE", "OWNER", "SINCE", "FAILS OVER TO", "DATA");
        for (GroupImage group : image.groups().values()) {
            table.row(group.id() + (group.critical() ? " !" : ""), group.word(), owner(group),
                    Optional.ofNullable(since.get(group.id())).map(Layout::age).orElse("-"),
                    cover.target(group.id()).map(NodeId::value).orElse(nowhere(group, cover)),
                    group.format().toString());
        }
        return table.text();
    }

    private static String owner(GroupImage group) {
        Optional<NodeId> asked = group.placement().owner();
        if (group.owner().isEmpty()) {
            return asked.map(node -> "-> " + node).orElse("-");
        }
        return group.owner().get() + (asked.isPresent() && !asked.equals(group.owner()) ? " -> " + asked.get() : "");
    }

    private String nowhere(GroupImage group, Cover cover) {
        if (group.placement().detached()) {
            return "- (detached)";
        }
        if (!group.placement().managed()) {
            return "- (unmanaged)";
        }
        if (!cover.of(group.id()).uncovered()) {
            return "-";
        }
        return "- (" + out().map(node -> node + " is being upgraded").orElse("baton why " + group.id()) + ")";
    }

    /// Returns the table of nodes.
    public String nodeList() {
        List<ProductId> products = List.copyOf(products());
        List<String> header = new ArrayList<>(List.of("NODE", "STATE"));
        products.forEach(product -> header.add(product.value().toUpperCase(Locale.ROOT)));
        header.addAll(List.of("GROUP", "HOLDS"));
        Table table = new Table(header.toArray(String[]::new));
        for (NodeImage node : image.nodes().values()) {
            List<String> row = new ArrayList<>(List.of(node.id().value(), word(node)));
            products.forEach(product -> row.add(node.witness() && node.version(product).isEmpty() ? "witness"
                    : version(node, product)));
            row.add(groups(node));
            row.add(holds(node));
            table.row(row);
        }
        return table.text();
    }

    static String word(NodeImage node) {
        return node.up() && node.held() ? "Paused" : node.membership().word();
    }

    private String version(NodeImage node, ProductId product) {
        String now = node.version(product).map(Version::value).orElse("-");
        return run.filter(_ -> node.holds().containsKey(Projection.RUN_HOLD)).flatMap(view -> view.nodes().stream()
                .filter(line -> line.node().equals(node.id())).findFirst())
                .flatMap(line -> Optional.ofNullable(line.targets().get(product)))
                .filter(target -> !target.value().equals(now)).map(target -> now + " -> " + target).orElse(now);
    }

    private String groups(NodeImage node) {
        List<GroupImage> owned = image.ownedBy(node.id());
        return owned.isEmpty() ? "-" : owned.size() > 4 ? owned.size() + " groups"
                : owned.stream().map(group -> group.id().value()).collect(Collectors.joining(" "));
    }

    static String holds(NodeImage node) {
        return node.holds().isEmpty() ? "-" : node.holds().values().stream().map(StatusScreen::hold)
                .collect(Collectors.joining("; "));
    }

    private static String hold(Hold hold) {
        return hold.owner() + ": " + hold.reason() + (hold.strength() == Hold.Strength.CLOSED ? " (closed)" : "")
                + hold.expires().map(end -> " until " + end).orElse("");
    }

    /// Returns one group with its resources.
    ///
    /// @throws IllegalArgumentException if the cluster has no such group
    public String groupShow(GroupId id) {
        GroupImage group = image.group(id);
        Kind kind = image.kindOf(group);
        Cover cover = Cover.of(image);
        StringBuilder text = new StringBuilder(id + (group.critical() ? " !" : "") + "   " + group.word()
                + group.owner().map(node -> " on " + node).orElse("")
                + Optional.ofNullable(since.get(id)).map(time -> " since " + Layout.age(time)).orElse("")
                + "   kind " + kind.id() + "   data " + group.format() + "\n");
        String margin = " ".repeat(id.value().length() + 3);
        text.append(margin).append("fails over to ").append(cover.target(id).map(NodeId::value)
                .orElse("no node: baton why " + id)).append('\n');
        text.append(Layout.fill(margin + "placed because ", group.placement().because()));
        group.placement().unmanaged().ifPresent(how -> text.append(Layout.fill(margin, how.text() + "; "
                + Unmanaged.wayOut(id))));
        if (!group.preferred().isEmpty()) {
            text.append(margin).append("prefers ").append(names(group.preferred())).append('\n');
        }
        if (!group.possible().isEmpty()) {
            text.append(margin).append("may be on ").append(names(group.possible())).append(" only\n");
        }
        if (!group.intent().online()) {
            text.append(margin).append("meant to be offline\n");
        }
        return text + "\n" + resources(List.of(group), false);
    }

    static String needs(Resource resource) {
        return resource.needs().stream().map(ResourceId::value).collect(Collectors.joining(" "));
    }

    private static String names(Collection<NodeId> nodes) {
        return nodes.stream().map(NodeId::value).collect(Collectors.joining(", "));
    }

    /// Returns the table of all resources, or of one group's.
    ///
    /// @throws IllegalArgumentException if the cluster has no such group
    public String resourceList(Optional<GroupId> group) {
        return resources(group.map(id -> List.of(image.group(id)))
                .orElse(List.copyOf(image.groups().values())), true);
    }

    private static String resources(List<GroupImage> groups, boolean withGroup) {
        Table table = withGroup ? new Table("GROUP", "RESOURCE", "STATE", "OWNER", "TYPE")
                : new Table("RESOURCE", "STATE", "TYPE", "NEEDS");
        for (GroupImage group : groups) {
            for (Resource resource : group.resources()) {
                String state = group.stateOf(resource.id()).word()
                        + (group.intendedOffline().contains(resource.id()) ? " (wanted)" : "");
                if (withGroup) {
                    table.row(group.id().value(), resource.id().value(), state,
                            group.owner().map(NodeId::value).orElse("-"), resource.type());
                } else {
                    String needs = needs(resource);
                    table.row(resource.id().value(), state, resource.type(), needs.isEmpty() ? "-" : needs);
                }
            }
        }
        return table.text();
    }

    /// Returns one node with what it holds.
    ///
    /// @throws IllegalArgumentException if the cluster has no such node
    public String nodeShow(NodeId id) {
        NodeImage node = image.node(id);
        StringBuilder text = new StringBuilder(id + "   " + word(node) + "   " + node.address()
                + (node.voter() ? "   has a vote" : "") + (node.witness() ? "   witness" : "") + "\n");
        String margin = " ".repeat(id.value().length() + 3);
        node.facts().versions().forEach((product, version) -> text.append(margin).append(product).append(' ')
                .append(version).append('\n'));
        text.append(margin).append("cluster service speaks levels ").append(node.facts().levels())
                .append(", the cluster is at ").append(image.level()).append('\n');
        text.append(margin).append("what it holds is ended by: ").append(node.facts().protection())
                .append(node.facts().watchdog().map(dog -> "; should its guard fail, " + dog.device() + " resets it")
                        .orElse("")).append('\n');
        node.holds().values().forEach(hold -> text.append(Layout.fill(margin + "held by ", hold(hold))));
        List<GroupImage> owned = image.ownedBy(id);
        text.append(margin).append(owned.isEmpty() ? "no groups" : "groups: " + owned.stream()
                .map(group -> group.id() + " " + group.word()).collect(Collectors.joining(", "))).append('\n');
        return text.toString();
    }
}
