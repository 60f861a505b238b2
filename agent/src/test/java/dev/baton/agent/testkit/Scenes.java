package dev.baton.agent.testkit;

import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.model.KindId;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Resource;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.UpgradeMode;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Definitions that many tests share.
public final class Scenes {

    private Scenes() {}

    /// A kind without probes: any version opens any data.
    public static final Kind PLAIN = new Kind(new KindId("plain"), new ProductId("app"), DataMode.COMPATIBLE, 1, true,
            false, UpgradeMode.ROLLING, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// A kind whose version probe is `version` and whose format probe is `format`, and that opens only its own format.
    public static final Kind STRICT = new Kind(new KindId("strict"), new ProductId("app"), DataMode.STRICT, 1, true,
            false, UpgradeMode.ROLLING, Optional.of(new Kind.Convert(new TreeSet<>(java.util.Set.of(id("database"))),
                    new TreeSet<>(java.util.Set.of(id("disk"))), new Command("convert"), true, Duration.ofMinutes(1))),
            Optional.empty(), Optional.of(new Command("version")), Optional.of(new Command("format")));

    /// Returns the kind with somebody in the clients' place, where the cluster is led, who asks `ask` each second.
    public static Kind asked(Kind kind) {
        return new Kind(kind.id(), kind.product(), kind.data(), kind.formatParts(), kind.trustMixedFailover(),
                kind.failoverMayConvert(), kind.upgrade(), kind.convert(), kind.backup(), kind.version(),
                kind.format(), kind.detach(), kind.check(), Optional.of(new Kind.ClientProbe(new Command("ask"),
                        Kind.Placed.LEADER, Duration.ofSeconds(1), Duration.ofSeconds(3))));
    }

    /// Returns the name of a resource.
    public static ResourceId id(String name) {
        return new ResourceId(name);
    }

    /// Returns a resource of type `process` that runs `run <name>` and is ready when `ready <name>` says so.
    public static Resource process(String name, String... needs) {
        TreeMap<String, String> with = new TreeMap<>();
        with.put("run", "run " + name);
        with.put("ready", "ready " + name);
        with.put("monitor", "monitor " + name);
        return new Resource(id(name), "process", with,
                Stream.of(needs).map(ResourceId::new).collect(Collectors.toCollection(TreeSet::new)),
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    /// Returns three resources: a database that needs a disk and an address.
    public static Resource[] database() {
        return new Resource[] {process("disk"), process("address"), process("database", "disk", "address")};
    }
}
