package dev.baton.config;

import dev.baton.coordination.NodePath;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Command;
import dev.baton.core.model.LeaseTimings;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.WatchdogDevice;
import dev.baton.core.plan.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The file `batond.yaml`: one machine's own settings.
public final class DaemonFile {

    private DaemonFile() {}

    /// Returns the settings that the file says; defaults are the production timings.
    ///
    /// @throws Mistakes if it says none, or if its timings are unsafe
    public static DaemonSettings parse(ClusterFile.Source source) {
        Field file = Field.parse(source.name(), source.text()).only("node", "directory", "api", "ensemble",
                "external-ensemble", "secret", "timings", "environment", "cgroup", "restart", "drain-within",
                "drain-only-if", "linger", "access", "watchdog");
        Field api = file.need("api").only("host", "port");
        Optional<ExternalEnsemble> external = file.find("external-ensemble").map(DaemonFile::external);
        SortedMap<String, String> environment = new TreeMap<>();
        file.find("environment").map(Field::entries).orElse(Map.of())
                .forEach((name, field) -> environment.put(field.named(name, DaemonFile::variable, "x"), field.text()));
        NodeId node = file.need("node").as(NodeId::new, new NodeId("x"));
        Optional<Field> timings = file.find("timings");
        timings.ifPresent(field -> field.only("heartbeat", "lease", "margin", "tick", "init-limit", "sync-limit"));
        DaemonSettings settings = new DaemonSettings(node,
                file.need("directory").as(Path::of, Path.of("x")),
                api.find("host").map(Field::text).orElse("127.0.0.1"),
                port(api.need("port")),
                ensemble(file),
                external,
                file.need("secret").as(Path::of, Path.of("x")),
                new LeaseTimings(duration(timings, "heartbeat", LeaseTimings.PRODUCTION.heartbeat()),
                        duration(timings, "lease", LeaseTimings.PRODUCTION.lease()),
                        duration(timings, "margin", LeaseTimings.PRODUCTION.margin())),
                engine(timings, external.isPresent() ? DaemonSettings.EngineTimings.EXTERNAL
                        : DaemonSettings.EngineTimings.OWN),
                environment,
                file.find("cgroup").map(Field::text).orElse("baton"),
                file.find("restart").map(f -> f.as(Command::new, new Command("false"))),
                drain(file),
                file.find("linger").map(f -> f.as(Durations::parse, Duration.ZERO)),
                file.find("access").map(DaemonFile::access),
                file.find("watchdog").map(DaemonFile::watchdog));
        unprotected(settings).ifPresent(why -> api.find("host").orElse(api).mistake(why));
        settings.unsafeTimings().ifPresent(why -> timings.orElse(file).mistake(why));
        settings.unsafeWatchdog().ifPresent(why -> file.need("watchdog").mistake(why));
        file.finish();
        return settings;
    }

    private static SortedMap<NodeId, DaemonSettings.Peer> ensemble(Field file) {
        SortedMap<NodeId, DaemonSettings.Peer> ensemble = new TreeMap<>();
        Optional<Field> external = file.find("external-ensemble");
        if (external.isEmpty()) {
            file.need("ensemble").entries().forEach((name, field) ->
                    ensemble.put(field.named(name, NodeId::new, new NodeId("x")), peer(field)));
        } else {
            file.find("ensemble").ifPresent(field -> field.mistake("external-ensemble stands beside it: the engine is "
                    + "either the nodes' own or somebody else's"));
        }
        return ensemble;
    }

    /// A connect string, or a mapping of one and the files for TLS.
    private static ExternalEnsemble external(Field field) {
        ExternalEnsemble none = new ExternalEnsemble(List.of(new ExternalEnsemble.Server("x", 1)),
                NodePath.ROOT.child("x"), Optional.empty());
        if (!field.isMapping()) {
            return field.as(text -> ExternalEnsemble.parse(text, Optional.empty()), none);
        }
        field.only("connect", "certificate", "key", "authority");
        boolean secured = Stream.of("certificate", "key", "authority").anyMatch(name -> field.find(name).isPresent());
        Optional<DaemonSettings.TlsFiles> tls = secured ? Optional.of(new DaemonSettings.TlsFiles(
                path(field, "certificate"), path(field, "key"), path(field, "authority"), Optional.empty(),
                BetweenNodes.ONLY_TLS)) : Optional.empty();
        return field.need("connect").as(text -> ExternalEnsemble.parse(text, tls), none);
    }

    private static DaemonSettings.EngineTimings engine(Optional<Field> timings, DaemonSettings.EngineTimings usual) {
        return new DaemonSettings.EngineTimings(duration(timings, "tick", usual.tick()),
                number(timings, "init-limit", usual.initLimit()), number(timings, "sync-limit", usual.syncLimit()));
    }

    private static Optional<DaemonSettings.Drain> drain(Field file) {
        Optional<Field> only = file.find("drain-only-if");
        Optional<DaemonSettings.Drain> drain = file.find("drain-within").map(within -> new DaemonSettings.Drain(
                within.as(KindFile::lasting, Duration.ZERO), only.map(f -> f.as(Command::new, new Command("false")))));
        if (drain.isEmpty()) {
            only.ifPresent(field -> field.mistake("it needs drain-within beside it: how long a drain may take"));
        }
        return drain;
    }

    private static WatchdogDevice watchdog(Field field) {
        field.only("device", "timeout");
        return new WatchdogDevice(field.find("device").map(f -> f.as(DaemonFile::device, WatchdogDevice.USUAL))
                .orElse(WatchdogDevice.USUAL), field.need("timeout").as(KindFile::lasting, WatchdogDevice.SHORTEST));
    }

    private static String device(String text) {
        if (!text.matches("(/[A-Za-z0-9._:-]+)+")) {
            throw new IllegalArgumentException("'" + text + "' is no absolute path of a device, such as "
                    + WatchdogDevice.USUAL);
        }
        return text;
    }

    private static DaemonSettings.Access access(Field field) {
        field.only("tokens", "certificate", "key", "authority", "callers-authority", "between-nodes");
        boolean secured = Stream.of("certificate", "key", "authority", "callers-authority", "between-nodes")
                .anyMatch(name -> field.find(name).isPresent());
        return new DaemonSettings.Access(path(field, "tokens"), secured ? Optional.of(new DaemonSettings.TlsFiles(
                path(field, "certificate"), path(field, "key"), path(field, "authority"),
                field.find("callers-authority").map(f -> f.as(Path::of, Path.of("x"))),
                field.find("between-nodes").map(f -> f.as(BetweenNodes::of, BetweenNodes.ONLY_TLS))
                        .orElse(BetweenNodes.ONLY_TLS))) : Optional.empty());
    }

    private static Path path(Field field, String name) {
        return field.need(name).as(Path::of, Path.of("x"));
    }

    /// An interface that other machines reach lets nobody in without a token, and shows no token in the clear.
    private static Optional<String> unprotected(DaemonSettings settings) {
        boolean closed = Loopback.is(settings.apiHost())
                || settings.access().flatMap(DaemonSettings.Access::tls).isPresent();
        return closed ? Optional.empty() : Optional.of("other machines reach " + settings.apiHost() + ": that needs"
                + " access with tokens, certificate, key and authority; or answer on 127.0.0.1");
    }

    /// Returns the text of a file that says these settings.
    public static String text(DaemonSettings settings) {
        StringBuilder text = new StringBuilder("node: " + settings.node() + "\ndirectory: "
                + quoted(settings.directory()) + "\napi: {host: " + quoted(settings.apiHost()) + ", port: "
                + settings.apiPort() + "}\n" + (settings.external().isPresent() ? "" : "ensemble:\n"));
        settings.external().ifPresent(external -> text.append(text(external)));
        settings.ensemble().forEach((node, peer) -> text.append("  ").append(node).append(": {address: ")
                .append(quoted(peer.address())).append(", client: ").append(peer.clientPort()).append(", quorum: ")
                .append(peer.quorumPort()).append(", election: ").append(peer.electionPort()).append("}\n"));
        text.append("secret: ").append(quoted(settings.secret())).append("\ntimings: {heartbeat: ")
                .append(millis(settings.timings().heartbeat())).append(", lease: ")
                .append(millis(settings.timings().lease())).append(", margin: ")
                .append(millis(settings.timings().margin())).append(", tick: ").append(millis(settings.engine().tick()))
                .append(", init-limit: ").append(settings.engine().initLimit()).append(", sync-limit: ")
                .append(settings.engine().syncLimit()).append("}\n");
        if (!settings.environment().isEmpty()) {
            text.append("environment:\n");
            settings.environment().forEach((name, value) -> text.append("  ").append(name).append(": ")
                    .append(quoted(value)).append('\n'));
        }
        text.append("cgroup: ").append(quoted(settings.cgroup())).append('\n');
        settings.restart().ifPresent(command -> text.append("restart: ").append(quoted(command)).append('\n'));
        settings.drain().ifPresent(drain -> {
            text.append("drain-within: ").append(millis(drain.within())).append('\n');
            drain.only().ifPresent(command -> text.append("drain-only-if: ").append(quoted(command)).append('\n'));
        });
        settings.linger().ifPresent(time -> text.append("linger: ").append(millis(time)).append('\n'));
        settings.watchdog().ifPresent(dog -> text.append("watchdog: {device: ").append(quoted(dog.device()))
                .append(", timeout: ").append(millis(dog.timeout())).append("}\n"));
        settings.access().ifPresent(access -> {
            text.append("access: {tokens: ").append(quoted(access.tokens()));
            access.tls().ifPresent(tls -> {
                text.append(", certificate: ").append(quoted(tls.certificate())).append(", key: ")
                        .append(quoted(tls.key())).append(", authority: ").append(quoted(tls.authority()));
                tls.callersAuthority().ifPresent(file -> text.append(", callers-authority: ").append(quoted(file)));
                text.append(", between-nodes: ").append(tls.betweenNodes().word());
            });
            text.append("}\n");
        });
        return text.toString();
    }

    private static String text(ExternalEnsemble external) {
        return "external-ensemble: {connect: " + quoted(external) + external.tls().map(tls -> ", certificate: "
                + quoted(tls.certificate()) + ", key: " + quoted(tls.key()) + ", authority: "
                + quoted(tls.authority())).orElse("") + "}\n";
    }

    private static String quoted(Object value) {
        return Json.text(value.toString());
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }

    private static DaemonSettings.Peer peer(Field field) {
        field.only("address", "client", "quorum", "election");
        return new DaemonSettings.Peer(field.need("address").text(), port(field.need("client")),
                port(field.need("quorum")), port(field.need("election")));
    }

    private static int port(Field field) {
        return field.as(Ports::parse, 1);
    }

    private static Duration duration(Optional<Field> timings, String name, Duration otherwise) {
        return timings.flatMap(t -> t.find(name)).map(f -> f.as(KindFile::lasting, otherwise)).orElse(otherwise);
    }

    private static String variable(String name) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new IllegalArgumentException("'" + name + "' is no name of an environment variable");
        }
        return name;
    }

    private static int number(Optional<Field> timings, String name, int otherwise) {
        return timings.flatMap(t -> t.find(name)).map(f -> f.as(KindFile::positive, otherwise)).orElse(otherwise);
    }
}
