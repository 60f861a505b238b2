package dev.baton.config;

import dev.baton.core.model.Command;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Version;
import dev.baton.core.model.VersionRange;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.Sizes;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.plan.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The file `upgrade.yaml`: what an upgrade wants.
public final class UpgradeFile {

    private static final Duration MOVE_TAKES = Duration.ofSeconds(30);
    private static final Duration INSTALL_TAKES = Duration.ofMinutes(10);

    private static final String PER_GROUP = " per group";

    private UpgradeFile() {}

    /// Returns the specification that the file says.
    ///
    /// @throws Mistakes if it says none; all mistakes are named at once
    public static UpgradeSpec parse(ClusterFile.Source source) {
        Field file = Field.parse(source.name(), source.text()).only("upgrade", "products", "restart", "prefer",
                "failback",
                "convert", "move-takes", "soak", "stop-before", "on-failure", "accept", "budget", "windows",
                "gates", "need", "canary", "backup-together");
        List<UpgradeSpec.ProductUpgrade> products = new ArrayList<>();
        Field listed = file.need("products");
        UpgradeSpec.Restart restart = choice(file, "restart", UpgradeSpec.Restart.class, UpgradeSpec.Restart.NEVER);
        listed.items().forEach(item -> products.add(product(item, restart)));
        if (products.isEmpty() && file.find("products").isPresent()) {
            listed.mistake("an upgrade names at least one product");
        }
        Optional<Field> soak = file.find("soak");
        soak.ifPresent(field -> field.only("after-each-node"));
        String name = file.need("upgrade").text();
        file.finish();
        UpgradeSpec spec = new UpgradeSpec(name, products,
                restart,
                file.find("prefer").map(f -> f.as(Preset::parse, Preset.FEWEST_OUTAGES)).orElse(Preset.FEWEST_OUTAGES),
                choice(file, "failback", UpgradeSpec.Failback.class, UpgradeSpec.Failback.NEVER),
                choice(file, "convert", UpgradeSpec.ConvertWhen.class, UpgradeSpec.ConvertWhen.WITH_MOVE),
                duration(file, "move-takes", MOVE_TAKES),
                stops(file),
                file.find("accept").flatMap(UpgradeFile::accepted),
                soak.map(s -> duration(s, "after-each-node", Duration.ZERO)).orElse(Duration.ZERO),
                choice(file, "on-failure", UpgradeSpec.OnFailure.class, UpgradeSpec.OnFailure.STOP),
                file.find("budget").map(UpgradeFile::nodesOut).orElse(1), windows(file), gates(file),
                file.find("need").map(UpgradeFile::needs), file.find("canary").map(UpgradeFile::canary),
                file.find("backup-together").map(UpgradeFile::together));
        file.finish();
        return spec;
    }

    private static UpgradeSpec.ProductUpgrade product(Field item, UpgradeSpec.Restart restart) {
        item.only("product", "from", "to", "prepare", "install", "undo", "debian", "archive", "firmware", "self-test",
                "takes", "as");
        Payloads payload = Payloads.of(item, switch (restart) {
            case ALWAYS, IF_REQUIRED -> true;
            case NEVER, DAEMON -> false;
        });
        return new UpgradeSpec.ProductUpgrade(
                item.need("product").as(ProductId::new, new ProductId("x")),
                item.need("from").as(VersionRange::parse, VersionRange.parse("0")),
                item.need("to").as(Version::new, new Version("0")),
                payload.prepare(), payload.install(), payload.undo(),
                Payloads.selfTest(item),
                item.find("takes").map(f -> f.as(KindFile::lasting, INSTALL_TAKES)).orElse(INSTALL_TAKES));
    }

    private static Set<UpgradeSpec.StopPoint> stops(Field file) {
        Set<UpgradeSpec.StopPoint> stops = EnumSet.noneOf(UpgradeSpec.StopPoint.class);
        file.find("stop-before").ifPresent(list -> list.items().forEach(item -> stops.add(
                item.as(word -> KindFile.oneOf(UpgradeSpec.StopPoint.class, word), UpgradeSpec.StopPoint.FINALIZE))));
        return stops;
    }

    /// `gates: [drill]`.
    private static Set<UpgradeSpec.Gate> gates(Field file) {
        Set<UpgradeSpec.Gate> gates = EnumSet.noneOf(UpgradeSpec.Gate.class);
        file.find("gates").ifPresent(list -> list.items().forEach(item -> gates.add(
                item.as(word -> KindFile.oneOf(UpgradeSpec.Gate.class, word), UpgradeSpec.Gate.DRILL))));
        return gates;
    }

    /// `windows: ["Sat 22:00-02:00 Europe/Berlin"]`.
    private static Optional<Windows> windows(Field file) {
        List<Windows.Window> all = new ArrayList<>();
        file.find("windows").ifPresent(list -> list.items().forEach(item ->
                all.addAll(item.as(line -> Windows.parse(line).all(), List.of()))));
        return all.isEmpty() ? Optional.empty() : Optional.of(new Windows(all));
    }

    /// `no-failover: 45m per group`.
    private static Optional<Duration> accepted(Field accept) {
        accept.only("no-failover");
        return accept.find("no-failover").map(field -> field.as(
                text -> Durations.parse(text.endsWith(PER_GROUP)
                        ? text.substring(0, text.length() - PER_GROUP.length()).strip() : text), Duration.ZERO));
    }

    /// `nodes-out: 5`: how many nodes may be out of service together.
    private static int nodesOut(Field budget) {
        budget.only("nodes-out");
        return budget.find("nodes-out").map(field -> field.as(UpgradeFile::atLeastOne, 1)).orElse(1);
    }

    /// `disk: 2GB`, `clocks-within: 1s`.
    private static UpgradeSpec.Needs needs(Field need) {
        need.only("disk", "clocks-within");
        UpgradeSpec.Needs usual = UpgradeSpec.Needs.USUAL;
        return new UpgradeSpec.Needs(need.find("disk").map(field -> field.as(Sizes::parse, usual.disk()))
                .orElse(usual.disk()), duration(need, "clocks-within", usual.clocksWithin()));
    }

    /// `canary: file3`.
    private static UpgradeSpec.Canary canary(Field group) {
        return new UpgradeSpec.Canary(group.as(GroupId::new, new GroupId("x")));
    }

    /// `backup-together: [mail, index]`.
    private static UpgradeSpec.Together together(Field groups) {
        List<GroupId> ids = groups.items().stream().map(item -> item.as(GroupId::new, new GroupId("x"))).toList();
        if (ids.size() < 2 || ids.stream().distinct().count() < ids.size()) {
            groups.mistake("at least two groups are saved together, each named once");
        }
        return UpgradeSpec.Together.of(ids);
    }

    private static int atLeastOne(String text) {
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("expected a whole number from 1 to 9999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static <E extends Enum<E>> E choice(Field file, String name, Class<E> type, E otherwise) {
        return file.find(name).map(f -> f.as(word -> KindFile.oneOf(type, word), otherwise)).orElse(otherwise);
    }

    private static Duration duration(Field field, String name, Duration otherwise) {
        return field.find(name).map(f -> f.as(Durations::parse, otherwise)).orElse(otherwise);
    }
}
