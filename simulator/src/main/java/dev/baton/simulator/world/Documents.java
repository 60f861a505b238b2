package dev.baton.simulator.world;

import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.GroupDefinition;
import dev.baton.coordination.tree.NodeDefinition;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.Settings;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Terms;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.simulator.world.Options.Extra;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The configuration and the upgrade that options mean: one product from 1.0.3 to 2.0.1, formats 1.0 and 2.0, groups of
/// a database that needs a disk and an address.
public final class Documents {

    /// What is upgraded.
    public static final ProductId PRODUCT = new ProductId("app");
    /// What is installed at the beginning.
    public static final Version OLD = new Version("1.0.3");
    /// What shall be installed.
    public static final Version NEW = new Version("2.0.1");
    private static final KindId KIND = new KindId("app");
    private static final KindId FIXED = new KindId("fixed");
    private static final KindId ALONE = new KindId("alone");

    private Documents() {}

    /// Returns the name of a node, from 1.
    public static NodeId node(int number) {
        return new NodeId("node" + number);
    }

    /// Returns the configuration.
    public static ClusterDocument cluster(Options options) {
        TreeMap<NodeId, NodeDefinition> machines = new TreeMap<>();
        for (int n = 1; n <= options.nodes(); n++) {
            machines.put(node(n), new NodeDefinition("127.0.0." + n, true, false, Amounts.NONE));
        }
        if (options.witness()) {
            machines.put(new NodeId("witness"), new NodeDefinition("127.0.0.99", true, true,
                    Amounts.NONE));
        }
        TreeMap<GroupId, GroupDefinition> servers = new TreeMap<>();
        for (int g = 1; g <= options.groups(); g++) {
            servers.put(new GroupId("evs" + g), new GroupDefinition(
                    kindOf(options, g), new TreeMap<>(), resources(),
                    List.of(node(g)), new TreeSet<>(), g == 2, g == 1 || !options.special().ordered() ? Terms.NONE
                            : Terms.NONE.withAfter(new TreeSet<>(Set.of(new GroupId("evs1"))))));
        }
        return new ClusterDocument(new Settings("lab", true, "none"), kinds(options), machines, servers);
    }

    private static KindId kindOf(Options options, int group) {
        return group <= options.special().detached() ? ALONE : group <= options.special().inPlace() ? FIXED : KIND;
    }

    private static List<Kind> kinds(Options options) {
        Kind rolling = kind(options, KIND, UpgradeMode.ROLLING);
        if (options.special().detached() > 0) {
            return List.of(rolling, alone(rolling));
        }
        return options.special().inPlace() == 0 ? List.of(rolling)
                : List.of(rolling, kind(options, FIXED, UpgradeMode.IN_PLACE_OFFLINE));
    }

    private static Kind kind(Options options, KindId id, UpgradeMode mode) {
        Kind.Convert convert = new Kind.Convert(new TreeSet<>(Set.of(new ResourceId("database"))),
                new TreeSet<>(Set.of(new ResourceId("disk"))), new Command("convert"), options.special().restartable(),
                Duration.ofSeconds(3));
        boolean required = options.extras().contains(Extra.BACKUP);
        boolean together = options.special().together();
        Optional<Kind.Backup> backup = required || together ? Optional.of(new Kind.Backup(required,
                new Command("backup"), Optional.empty(), together ? Optional.of(new Kind.Silence(
                        Stream.of("owner", "leader", "ssh:app1").map(Documents::user).toList(),
                        Duration.ofSeconds(2))) : Optional.empty())) : Optional.empty();
        return new Kind(id, PRODUCT, options.data(), 2, true, false, mode, Optional.of(convert),
                backup, Optional.of(new Command("version app")), Optional.of(new Command("format")));
    }

    /// Its users are one on each sort of place; each can be asked whether it is silent.
    private static Kind alone(Kind rolling) {
        return new Kind(ALONE, PRODUCT, rolling.data(), 2, true, false, UpgradeMode.DETACH, Optional.empty(),
                rolling.backup(), rolling.version(), rolling.format(), Optional.of(new Kind.Detach(
                        Stream.of("owner", "leader", "node2", "ssh:app1").map(Documents::user).toList(),
                        new Command("alone"), new Command("again"), Optional.of(new Command("serves")),
                        Duration.ofSeconds(2))));
    }

    private static Kind.Quiesced user(String on) {
        String name = on.replace(':', '-');
        return new Kind.Quiesced(on, new Command("silence " + name), new Command("letgo " + name),
                Optional.of(new Command("silent " + name)));
    }

    private static List<Resource> resources() {
        return List.of(process("disk"), process("address"), process("database", "disk", "address"));
    }

    private static Resource process(String name, String... needs) {
        TreeMap<String, String> with = new TreeMap<>();
        with.put("run", "run " + name);
        with.put("ready", "ready " + name);
        with.put("monitor", "monitor " + name);
        return new Resource(new ResourceId(name), "process", with,
                Stream.of(needs).map(ResourceId::new).collect(Collectors.toCollection(TreeSet::new)),
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    /// Returns the upgrade.
    public static UpgradeSpec upgrade(Options options) {
        Options.Upgrade how = options.upgrade();
        return new UpgradeSpec("app-2.0", List.of(new UpgradeSpec.ProductUpgrade(PRODUCT,
                VersionRange.parse(">=1.0 <2.0"), NEW, command(options, Extra.PREPARE, "prepare app"),
                new Command("install app"), command(options, Extra.UNDO, "undo app"),
                command(options, Extra.SELF_TEST, "selftest app"), Duration.ofSeconds(4))), how.restart(), how.preset(),
                how.failback(), how.convert(), Duration.ofSeconds(5), how.stops(), Optional.empty(),
                options.special().soak(), how.onFailure()).withWindows(how.windows())
                .withTogether(options.special().together() ? Optional.of(UpgradeSpec.Together.of(List.of(
                        new GroupId("evs2"), new GroupId("evs1")))) : Optional.empty());
    }

    private static Optional<Command> command(Options options, Extra helper, String line) {
        return options.extras().contains(helper) ? Optional.of(new Command(line)) : Optional.empty();
    }
}
