package dev.baton.config;

import dev.baton.core.model.FenceDevice;
import dev.baton.core.model.FenceDevice.Action;
import dev.baton.core.model.FenceDevice.Options;
import dev.baton.core.model.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The field `fencing` of a cluster file: `none`, or a fence agent with its options.
final class Fences {

    static final Duration WITHIN = Duration.ofSeconds(60);

    private Fences() {}

    /// Returns the device that the field says; empty when it says `none`.
    ///
    /// @param nodes that may have options of their own
    static Optional<FenceDevice> device(Field field, Set<NodeId> nodes) {
        if (!field.isMapping()) {
            if (!field.text().equals("none")) {
                field.mistake("write `none`, or a fence agent: {agent: fence_ipmilan, with: {...}}");
            }
            return Optional.empty();
        }
        field.only("agent", "with", "within", "action", "nodes");
        Options all = options(field.find("with"));
        TreeMap<NodeId, Options> own = new TreeMap<>();
        field.find("nodes").map(Field::entries).orElse(Map.of()).forEach((name, value) -> {
            NodeId node = value.named(name, NodeId::new, new NodeId("x"));
            if (!nodes.contains(node)) {
                value.mistake("there is no node " + name + "; the nodes are " + nodes.stream().map(NodeId::value)
                        .collect(Collectors.joining(", ")));
            }
            own.put(node, options(Optional.of(value)));
        });
        return Optional.of(new FenceDevice(field.need("agent").as(Fences::agent, "fence_x"), all.with(),
                all.secrets(), field.find("within").map(f -> f.as(KindFile::lasting, WITHIN)).orElse(WITHIN),
                field.find("action").map(f -> f.as(Fences::action, Action.OFF)), own));
    }

    private static Options options(Optional<Field> field) {
        TreeMap<String, String> with = new TreeMap<>();
        TreeMap<String, String> secrets = new TreeMap<>();
        field.map(Field::entries).orElse(Map.of()).forEach((name, value) -> {
            value.named(name, Fences::option, "x");
            Secrets.file(value).ifPresentOrElse(file -> secrets.put(name, file), () -> {
                Secrets.refuseLiteral(name, value);
                with.put(name, value.text());
            });
        });
        return new Options(with, secrets);
    }

    private static Action action(String text) {
        return Stream.of(Action.values()).filter(action -> action.word().equals(text)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("'" + text + "' is neither off nor reboot"));
    }

    private static String agent(String text) {
        if (!text.matches("(/[A-Za-z0-9._/-]+/)?[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("'" + text + "' is no name of a fence agent, such as fence_ipmilan, and"
                    + " no absolute path of one");
        }
        return text;
    }

    private static String option(String name) {
        if (!name.matches("[A-Za-z][A-Za-z0-9_-]*") || name.equals("action")) {
            throw new IllegalArgumentException("'" + name + "' is no option of a fence agent that is set here");
        }
        return name;
    }
}
