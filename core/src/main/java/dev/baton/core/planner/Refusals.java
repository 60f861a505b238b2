package dev.baton.core.planner;

import dev.baton.core.model.Claim;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason.NotSo;
import dev.baton.core.model.ResourceId;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What makes an upgrade impossible whatever the order.
final class Refusals {
    private final Problem problem;
    private final List<Reason> reasons = new ArrayList<>();

    private Refusals(Problem problem) {
        this.problem = problem;
    }

    /// Returns every reason against planning at all, by node, then by group; empty when a search may begin.
    static List<Reason> before(Problem problem) {
        Refusals refusals = new Refusals(problem);
        problem.nodes.forEach(refusals::judge);
        refusals.judgeBudget();
        for (int g = 0; g < problem.groups.size(); g++) {
            refusals.judge(g, problem.groups.get(g));
        }
        refusals.reasons.addAll(Canary.against(problem));
        refusals.reasons.addAll(OneSet.against(problem.image, problem.spec));
        return refusals.reasons;
    }

    private void judge(NodeImage node) {
        for (UpgradeSpec.ProductUpgrade product : problem.spec.products()) {
            Optional<Version> version = node.version(product.product());
            if (version.isEmpty() && !node.witness()) {
                reasons.add(new NotSo("law 15, the end is the goal",
                        node.id() + " does not say which version of " + product.product() + " it has",
                        "start batond on " + node.id() + ", or give the kind a `version` command"));
            }
            if (version.isPresent() && !version.get().equals(product.to()) && !product.from().contains(version.get())) {
                reasons.add(new StepReason.BelowSource(node.id(), product.product(), version.get().value(),
                        product.from()));
            }
        }
        if (!problem.outdated(node).isEmpty() || problem.runHeld(problem.indexOf(node.id()))) {
            judgeReachable(node);
        }
    }

    private void judgeReachable(NodeImage node) {
        if (!node.up()) {
            reasons.add(new NotSo("law 15, the end is the goal",
                    node.id() + " is " + node.membership().word().toLowerCase(Locale.ROOT)
                            + " and cannot be upgraded",
                    "start batond on " + node.id() + ", or take it out: baton node evict " + node.id()));
        }
        node.holds().values().stream().filter(hold -> !hold.id().equals(Projection.RUN_HOLD)
                && hold.strength() == Hold.Strength.CLOSED).forEach(hold -> reasons.add(new NotSo(
                "law 9, a run releases only its own holds",
                node.id() + " is closed by " + hold.owner() + ": " + hold.reason(),
                "baton node resume " + node.id())));
    }

    /// Law 7: a node that is out already leaves no room for the one that is changed.
    private void judgeBudget() {
        boolean changes = problem.nodes.stream().anyMatch(node -> !node.witness()
                && !problem.outdated(node).isEmpty());
        problem.image.members().stream().filter(node -> changes && problem.outdated(node).isEmpty())
                .filter(node -> !node.up() || closedByOthers(node)).forEach(node -> reasons.add(new NotSo(
                        "law 7, one at a time", node.id() + " is "
                        + (node.up() ? "closed" : node.membership().word().toLowerCase(Locale.ROOT))
                        + "; an upgrade takes one more node out of service, and only one may be", node.up()
                        ? "baton node resume " + node.id() : "start batond on " + node.id())));
    }

    private static boolean closedByOthers(NodeImage node) {
        return node.holds().values().stream().anyMatch(hold -> !hold.id().equals(Projection.RUN_HOLD)
                && hold.strength() == Hold.Strength.CLOSED);
    }

    private void judge(int index, GroupImage group) {
        Optional<Unmanaged> observed = group.placement().unmanaged();
        if (observed.isPresent()) {
            reasons.add(observed.get().refusal(group.id(), "; an upgrade could not move or restart it"));
        }
        Optional<NodeId> owner = group.owner();
        if (owner.isEmpty() ? group.intent().online() : !settled(group, owner.get())) {
            judgeOwner(group, owner);
        }
        judgeFormat(index, group);
    }

    /// Whether it is where it should be, and could be stopped there.
    private static boolean settled(GroupImage group, NodeId owner) {
        Optional<NodeId> wanted = group.placement().owner();
        return (wanted.isEmpty() || wanted.get().equals(owner)) && group.claim().flatMap(Claim::stuck).isEmpty();
    }

    private void judgeOwner(GroupImage group, Optional<NodeId> owner) {
        if (owner.isEmpty()) {
            reasons.add(new NotSo("law 9, intent is kept", group.id() + " should be online and no node owns it",
                    "baton why " + group.id()));
        }
        if (owner.isPresent() && group.placement().owner().isPresent() && !owner.equals(group.placement().owner())) {
            reasons.add(new NotSo("law 1, single owner", group.id() + " is on its way from " + owner.get() + " to "
                    + group.placement().owner().get(), "wait until it is there"));
        }
        group.claim().flatMap(Claim::stuck).ifPresent(why -> reasons.add(new NotSo("law 1, single owner",
                group.id() + " could not be stopped on " + owner.orElseThrow() + ": " + why,
                "baton why " + group.id())));
    }

    /// Whether an earlier run left the group offline where it cannot be brought online and nothing changes that.
    private boolean stranded(int index, GroupImage group) {
        boolean left = group.intent().online() && !group.intendedOffline().containsAll(group.placement().offline());
        boolean follows = problem.mustConvert(index) || problem.changedUnder(index);
        return left && !follows && group.owner().map(problem.image::node)
                .filter(node -> !problem.image.fits(group, node)).isPresent();
    }

    // Asked of every group: what is said is put in words elsewhere, where few come.
    private void judgeFormat(int index, GroupImage group) {
        Kind kind = problem.kind(index);
        Optional<UpgradeSpec.ProductUpgrade> product = problem.spec.product(kind.product());
        if (product.isPresent() && problem.spec.leavesServices()) {
            reasons.add(changedUnder(group, kind));
        }
        if (product.isPresent() && kind.upgrade() == UpgradeMode.DETACH
                && (kind.detach().isEmpty() || kind.mustFollow())) {
            reasons.add(cannotLeave(group, kind));
        }
        if (product.isPresent() && kind.data() == DataMode.STRICT && problem.formatWanted(index).isEmpty()
                && !kind.opens(product.get().to(), group.format())) {
            reasons.add(leftBehind(group, kind));
        }
        if (stranded(index, group)) {
            reasons.add(strandedOn(problem.image.node(group.owner().orElseThrow()), group, kind));
        }
        if (group.format() instanceof Format.Unread && problem.formatWanted(index).isPresent()) {
            reasons.add(unread(group));
        }
        if (problem.mustConvert(index)) {
            judgeKept(group, kind);
        }
        if (group.format() instanceof Format.Converting
                && !kind.convert().map(Kind.Convert::restartable).orElse(false)) {
            reasons.add(halfConverted(group));
        }
    }

    private static Reason changedUnder(GroupImage group, Kind kind) {
        return new NotSo("law 3, empty before install", group.id() + " runs on " + kind.product()
                + ", which would be changed under it", "restart: never, if-required or always");
    }

    private static Reason cannotLeave(GroupImage group, Kind kind) {
        return new NotSo("an upgrade goes as the kind says", group.id() + " is of kind " + kind.id()
                + ", which is upgraded detached and " + (kind.detach().isEmpty() ? "says no way out of the cluster"
                        + " and back" : "whose data is to be converted; detached, nobody converts it"),
                kind.detach().isEmpty() ? "add `detach:` to kind " + kind.id() : "let the service convert its data"
                        + " itself: data: compatible");
    }

    private static Reason leftBehind(GroupImage group, Kind kind) {
        return new NotSo("law 2, fit", "no upgraded node can open the data of " + group.id() + " ("
                + group.format() + "), and " + (kind.convert().isEmpty()
                ? "kind " + kind.id() + " declares no conversion" : "convert is by-hand"),
                kind.convert().isEmpty() ? "add `convert:` to kind " + kind.id() : "set convert to with-move");
    }

    private static Reason strandedOn(NodeImage node, GroupImage group, Kind kind) {
        return new NotSo("law 2, fit", "the data of " + group.id() + " (" + group.format() + ") cannot be "
                + "opened on " + node.id() + ", which has " + kind.product() + " " + node.version(kind.product())
                        .map(Version::value).orElse("(version unknown)")
                + "; it was left partly offline there, and this upgrade does not convert it",
                "convert it first: baton group upgrade " + group.id() + ", or move it to a node that opens it: "
                        + "baton group move " + group.id());
    }

    private static Reason unread(GroupImage group) {
        return new NotSo("law 2, fit", "nobody has read the data of " + group.id() + " yet",
                "start it once: baton group online " + group.id());
    }

    private static Reason halfConverted(GroupImage group) {
        return new NotSo("law 11, backup before the irreversible", group.id()
                + " is in the middle of a conversion that may not be started again",
                "restore its backup, or end the conversion by hand");
    }

    private void judgeKept(GroupImage group, Kind kind) {
        TreeSet<ResourceId> kept = new TreeSet<>(kind.convert().map(Kind.Convert::online).orElseGet(TreeSet::new));
        kept.retainAll(group.withDependants(group.intent().offlineResources()));
        if (!kept.isEmpty()) {
            String names = kept.stream().map(ResourceId::value).collect(Collectors.joining(", "));
            reasons.add(new NotSo("law 9, intent is kept", "the operator keeps " + names + " of " + group.id()
                    + " offline, and its conversion needs " + (kept.size() == 1 ? "it" : "them") + " online",
                    "bring " + names + " of " + group.id() + " online, or convert it by hand"));
        }
    }
}
