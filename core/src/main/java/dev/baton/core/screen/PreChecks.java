package dev.baton.core.screen;

import dev.baton.core.faults.After;
import dev.baton.core.faults.Faults;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.GroupState;
import dev.baton.core.model.Kind;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.ProductId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RequestReason.NotSo;
import dev.baton.core.model.RunId;
import dev.baton.core.model.StepReason;
import dev.baton.core.model.Unmanaged;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Proof;
import dev.baton.core.prover.ProofText;
import dev.baton.core.prover.Prover;
import dev.baton.core.rules.Announcement;
import dev.baton.core.rules.Exposure;
import dev.baton.core.rules.WindowFit;
import dev.baton.core.screen.Readiness.PreCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The pre-checks of an upgrade, each by what the cluster and the plan say.
///
/// @param image    the cluster now
/// @param plan     that would be started
/// @param against  why there is no plan, or why it does not fit the cluster any more
/// @param on       the run that is on, when one is
/// @param machines what the machines said of themselves; absent where none was asked
record PreChecks(ClusterImage image, UpgradeSpec spec, Optional<Plan> plan, List<? extends Reason> against,
        Optional<RunId> on, Optional<MachineSurvey> machines) {

    /// Of more accidents the rehearsal takes longer than somebody who wants to see a page waits.
    private static final long REHEARSED = 4_000;

    List<PreCheck> all() {
        List<PreCheck> checks = new ArrayList<>(List.of(
                PreCheck.of("no other run", on.stream().map(run -> new RequestReason.RunIsOn(run, "a start of "
                        + spec.name())).toList(), "none is on"),
                PreCheck.of("all nodes up", down(), Layout.counted(image.nodes().size(), "machine") + ", all up"),
                PreCheck.of("no foreign hold", held(), "no node is held"),
                PreCheck.of("groups as wished", groups(), Layout.counted(image.groups().size(), "group")
                        + ", each as it is meant to be"),
                PreCheck.of("source level", levels(), "every node has a version from which the upgrade may start"),
                PreCheck.of("kinds complete", kinds(), "each says how its version is read, and what an upgrade needs"),
                wayBack()));
        checks.add(PreCheck.of("plan", against, plan.map(_ -> "made for the cluster as it is").orElse("none")));
        plan.filter(_ -> against.isEmpty()).ifPresent(made -> checks.addAll(of(made)));
        checks.add(protection());
        checks.addAll(new MachineChecks(spec.machineNeeds(), machines).all());
        return checks;
    }

    /// What only a plan can say.
    private List<PreCheck> of(Plan made) {
        Proof proof = Prover.prove(made, image);
        List<PreCheck> checks = new ArrayList<>(List.of(switch (proof) {
            case Proof.Holds _ -> PreCheck.passed("proved", ProofText.sentence(proof).replaceAll(" {2,}", " ")
                    + ": capacity, anti-affinity and possible owners among them");
            case Proof.Broken broken -> PreCheck.of("proved", broken.reasons(), "");
            case Proof.Unproven(var what) -> PreCheck.of("proved", List.of(new NotSo("only a proved plan is carried "
                    + "out", what, "plan again: baton plan")), "");
        }));
        checks.add(votes(Announcement.of(image, made)));
        checks.add(cover(made));
        checks.add(backups(made));
        checks.add(rehearsal(made));
        WindowFit.of(image, made).ifPresent(fit -> checks.add(PreCheck.of("windows", fit.fits() ? List.of()
                : List.of(new NotSo("a run rests only where every group is covered", fit.tooLong(), "a longer window, "
                        + "or a plan with more places to rest: prefer: least-exposure")), fit.text())));
        return checks;
    }

    private List<Reason> down() {
        return image.nodes().values().stream().filter(node -> !node.up()).<Reason>map(node -> new NotSo(
                "an upgrade begins with every node up", node.id() + " is " + node.membership().word()
                        .toLowerCase(java.util.Locale.ROOT), "start batond on " + node.id()
                        + ", or take it out: baton node evict " + node.id())).toList();
    }

    private List<Reason> held() {
        return image.nodes().values().stream().flatMap(node -> node.holds().values().stream().<Reason>map(hold ->
                new NotSo("law 9, a run releases only its own holds", node.id() + " is held by " + hold.owner() + ": "
                        + hold.reason(), "baton node resume " + node.id()))).toList();
    }

    private List<Reason> groups() {
        List<Reason> found = new ArrayList<>();
        for (GroupImage group : image.groups().values()) {
            Optional<Unmanaged> unmanaged = group.placement().unmanaged();
            if (unmanaged.isPresent()) {
                found.add(unmanaged.get().refusal(group.id(), ""));
            } else if (group.intent().online() && !(group.state() instanceof GroupState.Online)
                    && !group.placement().detached()) {
                found.add(new NotSo("law 9, intent is kept", group.id() + " should be online and is "
                        + group.state().word(), "baton why " + group.id()));
            }
        }
        return found;
    }

    private List<Reason> levels() {
        List<Reason> found = new ArrayList<>();
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            for (NodeImage node : image.members()) {
                String version = node.version(product.product()).map(Object::toString).orElse("(version unknown)");
                boolean may = node.version(product.product()).filter(now -> now.equals(product.to())
                        || product.from().contains(now)).isPresent();
                if (!may) {
                    found.add(new StepReason.BelowSource(node.id(), product.product(), version, product.from()));
                }
            }
        }
        return found;
    }

    private List<Reason> kinds() {
        List<Reason> found = new ArrayList<>();
        for (UpgradeSpec.ProductUpgrade product : spec.products()) {
            List<Kind> mine = image.kinds().values().stream().filter(kind -> kind.product().equals(product.product()))
                    .toList();
            if (mine.stream().noneMatch(kind -> kind.version().isPresent())) {
                found.add(new NotSo("verified before succeeded", "no kind says how the version of " + product.product()
                        + " is read", "add `version` to its kind"));
            }
            mine.forEach(kind -> incomplete(kind, found));
        }
        return found;
    }

    private void incomplete(Kind kind, List<Reason> found) {
        if (kind.convert().isPresent() && kind.format().isEmpty()) {
            found.add(new NotSo("the data's own word is the truth", "kind " + kind.id() + " has a conversion and no "
                    + "way to read the format", "add `format` to kind " + kind.id()));
        }
        if (kind.upgrade() == UpgradeMode.DETACH && kind.detach().isEmpty()) {
            found.add(new NotSo("an upgrade goes as the kind says", "kind " + kind.id() + " is upgraded detached and "
                    + "says no way out of the cluster and back", "add `detach:` to kind " + kind.id()));
        }
    }

    private PreCheck wayBack() {
        List<ProductId> none = spec.products().stream().filter(product -> product.undo().isEmpty())
                .map(UpgradeSpec.ProductUpgrade::product).toList();
        return none.isEmpty() ? PreCheck.passed("way back", "every product says how it is undone")
                : PreCheck.noted("way back", List.of("nobody says how " + names(none) + " is undone: a node that was "
                        + "changed stays so, and the run cannot be rolled back from there"), "add `undo` to the "
                        + "upgrade");
    }

    private PreCheck votes(Announcement said) {
        if (image.voters().isEmpty()) {
            return PreCheck.passed("votes", "none of its own: an existing ensemble decides");
        }
        if (!said.noMajority().isEmpty()) {
            return PreCheck.noted("votes", List.of("no majority while one of " + names(said.noMajority())
                    + " is changed: nothing is decided then, and no group runs on longer than its lease"),
                    "one more machine with a vote: a witness will do");
        }
        return said.thinVotes().isEmpty() ? PreCheck.passed("votes", image.voters().size()
                + "; a majority remains at every step, and after any one failure")
                : PreCheck.noted("votes", List.of("none to lose while one of " + names(said.thinVotes())
                        + " is changed"), "");
    }

    private PreCheck cover(Plan made) {
        Exposure exposure = Exposure.of(image, made);
        Duration worst = exposure.byGroup().values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
        String fact = worst.isZero() ? "every group has a takeover target throughout" : names(exposure.exposed())
                + (exposure.exposed().size() == 1 ? " has" : " have") + " none for up to " + Layout.spoken(worst);
        return worst.isZero() ? PreCheck.passed("failover", fact) : spec.acceptedExposure().isPresent()
                ? PreCheck.passed("failover", fact + "; accepted are " + Layout.spoken(spec.acceptedExposure().get())
                        + " per group")
                : PreCheck.noted("failover", List.of(fact + ", and the upgrade accepts any"), "say what you accept: "
                        + "accept: {no-failover: ...}");
    }

    private PreCheck backups(Plan made) {
        TreeSet<GroupId> without = new TreeSet<>();
        TreeSet<GroupId> unrestorable = new TreeSet<>();
        TreeSet<GroupId> converted = new TreeSet<>();
        made.steps().forEach(step -> {
            if (step instanceof Step.Convert(var id, _, _)) {
                GroupImage group = image.group(id);
                Optional<Kind.Backup> backup = image.kindOf(group).backup();
                converted.add(id);
                if (backup.isEmpty()) {
                    without.add(id);
                } else if (backup.get().restore().isEmpty()) {
                    unrestorable.add(id);
                }
            }
        });
        if (converted.isEmpty()) {
            return PreCheck.passed("backups", "no data is converted");
        }
        List<String> facts = new ArrayList<>();
        if (!without.isEmpty()) {
            facts.add("the kind of " + names(without) + " names no backup, and a conversion goes one way");
        }
        if (!unrestorable.isEmpty()) {
            facts.add("the kind of " + names(unrestorable) + " names no way to bring a backup back");
        }
        return facts.isEmpty() ? PreCheck.passed("backups", names(converted) + (converted.size() == 1 ? " is" : " are")
                + " saved before the conversion, and can be brought back") : PreCheck.noted("backups", facts,
                        "add `backup:` with `run` and `restore` to the kind, or save the data yourself");
    }

    private PreCheck rehearsal(Plan made) {
        if (Faults.count(image, made) > REHEARSED) {
            return PreCheck.unknown("rehearsal", Faults.count(image, made) + " accidents are too many for this page",
                    "baton rehearse plan.json --faults");
        }
        Faults faults = Faults.of(image, made);
        List<String> stuck = new ArrayList<>();
        faults.losses().forEach(loss -> {
            if (loss.after() instanceof After.Stuck(var why)) {
                stuck.add("after the loss of " + loss.node() + " in step " + loss.stage() + " there is no plan: "
                        + why);
            }
        });
        faults.failures().forEach(failure -> {
            if (failure.after() instanceof After.Stuck(var why)) {
                stuck.add("after a failure in step " + failure.stage() + " there is no plan: " + why);
            }
        });
        return stuck.isEmpty() ? PreCheck.passed("rehearsal", "by the rules: a node lost " + Layout.counted(
                faults.states(), "time") + " and " + Layout.counted(faults.actions(), "failed action")
                + ", and from each the upgrade is planned again and proved") : PreCheck.noted("rehearsal",
                        stuck.stream().limit(3).toList(), "baton rehearse plan.json --faults");
    }

    private PreCheck protection() {
        List<NodeId> weak = image.members().stream().filter(node -> List.of("weak guard", "unknown")
                .contains(node.facts().protection())).map(NodeImage::id).toList();
        List<String> facts = new ArrayList<>();
        if (!weak.isEmpty()) {
            facts.add("what " + names(weak) + (weak.size() == 1 ? " holds is" : " hold is") + " ended by a weak guard, "
                    + "or nobody knows by what");
        }
        boolean fenced = !image.settings().fencing().equals("none");
        if (!fenced && image.members().stream().anyMatch(node -> node.facts().watchdog().isEmpty())) {
            facts.add("no node is fenced: a machine that was wholly frozen may serve for a moment when it thaws");
        }
        String also = fenced ? "fenced by " + image.settings().fencing()
                : "reset by its watchdog should it stand still";
        return facts.isEmpty() ? PreCheck.passed("protection", "every node ends what it holds, and is " + also)
                : PreCheck.noted("protection", facts, "a writable cgroup for batond; fencing: in cluster.yaml");
    }

    private static String names(Collection<?> all) {
        return all.size() > 5 ? all.size() + " of them" : all.stream().map(Object::toString)
                .collect(Collectors.joining(" "));
    }
}
