package dev.baton.core.prover;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Carries a plan out on paper, step by step, and says what goes wrong first: what would be damaged, or what would not
/// be done at the end. Shares nothing with the prover but the model and the steps: no projection, no rules.
final class Inspector {
    private final UpgradeSpec spec;
    private final ClusterImage image;
    private final Map<NodeId, Machine> machines = new HashMap<>();
    private final Map<GroupId, Service> services = new HashMap<>();
    private boolean over;

    private Inspector(UpgradeSpec spec, ClusterImage image) {
        this.spec = spec;
        this.image = image;
        image.nodes().values().forEach(node -> machines.put(node.id(), new Machine(node)));
        image.groups().values().forEach(group -> services.put(group.id(), new Service(group)));
    }

    private static final class Machine {
        final NodeImage node;
        final Map<ProductId, Version> has;
        final Set<ProductId> untested = new HashSet<>();
        boolean changed;
        boolean carried;
        boolean mustRestart;
        boolean away;
        boolean closed;

        Machine(NodeImage node) {
            this.node = node;
            this.has = new HashMap<>(node.facts().versions());
        }

        boolean inPieces() {
            return mustRestart || away || !untested.isEmpty();
        }
    }

    private static final class Service {
        final GroupImage group;
        final Set<ResourceId> offline;
        NodeId at;
        Format format;
        boolean saved;
        boolean owing;

        Service(GroupImage group) {
            this.group = group;
            this.offline = new HashSet<>(group.placement().offline());
            this.at = group.owner().orElseThrow();
            this.format = group.format();
        }

        boolean allOffline() {
            return offline.containsAll(group.resourceIds());
        }
    }

    /// Returns what goes wrong first; empty when nothing does.
    static Optional<String> firstTrouble(UpgradeSpec spec, ClusterImage image, List<Step> steps) {
        Inspector inspector = new Inspector(spec, image);
        for (Step step : steps) {
            Optional<String> trouble = inspector.over ? Optional.of("after the end") : inspector.trouble(step);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return inspector.over ? Optional.empty() : inspector.undone();
    }

    private static Optional<String> no(boolean wrong, String what) {
        return wrong ? Optional.of(what) : Optional.empty();
    }

    private Kind kind(Service service) {
        return image.kindOf(service.group);
    }

    private Optional<String> trouble(Step step) {
        return switch (step) {
            case Step.Hold(var node) -> next(node).or(() -> {
                machines.get(node).closed = true;
                return Optional.empty();
            });
            case Step.Release(var node) -> no(machines.get(node).inPieces(), "released in pieces").or(() -> {
                machines.get(node).closed = false;
                return Optional.empty();
            });
            case Step.Install(var node, var product, var from, var to) -> install(node, product, from, to);
            case Step.Restart(var node, _, _) -> next(node).or(() -> touched(node)).or(() -> {
                Machine machine = machines.get(node);
                machine.mustRestart = false;
                machine.away = true;
                if (machine.changed) {
                    spec.products().forEach(product -> machine.untested.add(product.product()));
                    machine.untested.retainAll(machine.node.facts().versions().keySet());
                }
                return Optional.empty();
            });
            case Step.Rejoin(var node) -> {
                machines.get(node).away = false;
                yield Optional.empty();
            }
            case Step.SelfTest(var node, var product, var expected) -> {
                machines.get(node).untested.remove(product);
                yield no(!expected.equals(machines.get(node).has.get(product)), "the self-test fails");
            }
            case Step.ProbeGroup(var node) -> {
                machines.get(node).carried = true;
                yield Optional.empty();
            }
            case Step.Move(var group, var from, var to) -> move(services.get(group), from, to);
            case Step.TakeOffline(var group, var resources) -> {
                services.get(group).offline.addAll(services.get(group).group.withDependants(resources));
                yield Optional.empty();
            }
            case Step.BringOnline(var group, var resources) -> online(services.get(group), resources);
            case Step.Backup(var group) -> {
                services.get(group).saved = true;
                services.get(group).owing = false;
                yield Optional.empty();
            }
            case Step.Convert(var group, var from, var to) -> convert(services.get(group), from, to);
            case Step.Finalize() -> {
                over = true;
                yield undone();
            }
            case Step.Quiesce _, Step.Unquiesce _, Step.Detach _, Step.Attach _, Step.Check _, Step.Fingerprint _ ->
                no(true, "a way out of the cluster's control, which is not looked at here");
            case Step.Prepare _, Step.HandOverLeadership _, Step.Wait _, Step.StopPoint _ -> Optional.empty();
        };
    }

    /// Another node is out, or was changed and nobody knows whether it can carry anything.
    private Optional<String> next(NodeId node) {
        return machines.values().stream().filter(other -> !other.node.id().equals(node))
                .filter(other -> other.closed || other.inPieces() || (other.changed && !other.carried))
                .findFirst().map(other -> node + " while " + other.node.id() + " is not back");
    }

    private Optional<String> touched(NodeId node) {
        boolean busy = services.values().stream().anyMatch(service -> service.at.equals(node)
                && !(kind(service).upgrade() == UpgradeMode.IN_PLACE_OFFLINE && service.allOffline()));
        return no(busy, node + " is not empty").or(() -> no(!machines.get(node).closed, node + " is not closed"));
    }

    private Optional<String> install(NodeId node, ProductId product, Version from, Version to) {
        Machine machine = machines.get(node);
        Optional<UpgradeSpec.ProductUpgrade> wanted = spec.product(product);
        boolean wrong = !from.equals(machine.has.get(product)) || wanted.isEmpty()
                || !wanted.get().to().equals(to) || !wanted.get().from().contains(from) || from.equals(to);
        Optional<String> trouble = next(node).or(() -> touched(node)).or(() -> no(wrong, "the wrong version"));
        machine.has.put(product, to);
        machine.changed = true;
        machine.carried = false;
        machine.untested.add(product);
        machine.mustRestart = spec.restart() != UpgradeSpec.Restart.NEVER;
        return trouble.or(() -> services.values().stream().filter(service -> service.at.equals(node))
                .filter(service -> runsData(service) && !opens(service, node)).findFirst()
                .map(service -> service.group.id() + " cannot open its data"));
    }

    private boolean opens(Service service, NodeId node) {
        Version version = machines.get(node).has.get(kind(service).product());
        return version != null && kind(service).opens(version, service.format);
    }

    /// Whether something that opens the data runs, or may start.
    private boolean runsData(Service service) {
        Set<ResourceId> opening = new TreeSet<>(kind(service).convert()
                .map(convert -> service.group.withDependants(convert.offline()))
                .orElseGet(service.group::resourceIds));
        return !service.offline.containsAll(opening);
    }

    private Optional<String> move(Service service, NodeId from, NodeId to) {
        Machine target = machines.get(to);
        boolean wrong = !service.at.equals(from) || from.equals(to) || target.closed || target.away
                || !target.node.up() || target.node.witness() || target.node.held()
                || (!service.group.possible().isEmpty() && !service.group.possible().contains(to))
                || crowded(service, to);
        service.at = to;
        boolean unfit = runsData(service) && !opens(service, to);
        target.carried |= !service.allOffline();
        return no(wrong, "a move that may not be").or(() -> no(unfit, service.group.id() + " cannot open its data"));
    }

    private boolean crowded(Service service, NodeId to) {
        long sum = service.group.terms().demand().get("m");
        for (Service other : services.values()) {
            if (other != service && other.at.equals(to)) {
                if (image.settings().oneGroupPerNode() || service.group.terms().apart().stream()
                        .anyMatch(label -> other.group.terms().apart().contains(label))) {
                    return true;
                }
                sum += other.group.terms().demand().get("m");
            }
        }
        return service.group.terms().demand().get("m") > 0
                && sum > image.node(to).capacity().byName().getOrDefault("m", Long.MAX_VALUE);
    }

    private Optional<String> online(Service service, Set<ResourceId> resources) {
        Set<ResourceId> started = new TreeSet<>();
        resources.forEach(resource -> started.addAll(service.group.withNeeds(resource)));
        boolean kept = started.stream().anyMatch(service.group.intendedOffline()::contains);
        service.offline.removeAll(started);
        return no(kept, "an operator keeps that offline")
                .or(() -> no(machines.get(service.at).closed, "on a closed node"))
                .or(() -> no(runsData(service) && !opens(service, service.at),
                        service.group.id() + " cannot open its data"));
    }

    private Optional<String> convert(Service service, Version from, Version to) {
        Kind kind = kind(service);
        Kind.Convert convert = kind.convert().orElseThrow();
        Version there = machines.get(service.at).has.get(kind.product());
        boolean wrong = there == null || !kind.formatOf(there).equals(to) || service.format.equals(new Format.At(to))
                || !service.offline.containsAll(service.group.withDependants(convert.offline()))
                || convert.online().stream().anyMatch(service.offline::contains);
        boolean required = kind.backup().map(Kind.Backup::required).orElse(false);
        boolean unsaved = required && !service.saved;
        service.format = new Format.At(to);
        service.saved = false;
        service.owing = required;
        return no(wrong, "a conversion that may not be").or(() -> no(unsaved, "not backed up"));
    }

    private Optional<String> undone() {
        for (Machine machine : machines.values()) {
            boolean old = spec.products().stream().anyMatch(product -> machine.has.containsKey(product.product())
                    && !product.to().equals(machine.has.get(product.product())));
            if (old || machine.closed || machine.inPieces()) {
                return Optional.of(machine.node.id() + " is not done");
            }
        }
        for (Service service : services.values()) {
            boolean behind = kind(service).mustFollow() && spec.product(kind(service).product())
                    .map(product -> !service.format.equals(new Format.At(kind(service).formatOf(product.to()))))
                    .orElse(false);
            if (behind || service.owing || !service.offline.equals(service.group.intendedOffline())) {
                return Optional.of(service.group.id() + " is not as it should be");
            }
        }
        return Optional.empty();
    }
}
