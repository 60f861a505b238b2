package dev.baton.core.screen;

import dev.baton.core.model.ClockSkew;
import dev.baton.core.model.MachineFacts;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.MachineSurvey.Answer;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason.NotSo;
import dev.baton.core.plan.Sizes;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.screen.Readiness.PreCheck;
import dev.baton.core.screen.Readiness.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pre-checks that rest on what the machines said of themselves.
///
/// @param needs  of the upgrade
/// @param survey absent where no machine was asked
record MachineChecks(UpgradeSpec.Needs needs, Optional<MachineSurvey> survey) {

    private static final String UNASKED = "no machine was asked";
    private static final String GO_BY_CLOCKS = "windows, certificates and reports go by these clocks, leases by none";
    /// More directories of one file system than these are counted.
    private static final int NAMED = 3;

    List<PreCheck> all() {
        return survey.filter(asked -> !asked.answers().isEmpty()).map(asked -> List.of(disks(asked), clocks(asked)))
                .orElse(List.of(
                PreCheck.unknown("disk space", UNASKED, "look on each node: df -h"),
                PreCheck.unknown("clock skew", UNASKED + "; " + GO_BY_CLOCKS, "look on each node: chronyc tracking")));
    }

    /// A file system, and whose it is.
    private record Disk(NodeId node, MachineFacts.FileSystem is) {

        static Stream<Disk> of(MachineFacts machine) {
            return machine.fileSystems().stream().map(one -> new Disk(machine.node(), one));
        }

        String text() {
            return node + " has " + Sizes.text(is.free()) + " of " + Sizes.text(is.total()) + " free where "
                    + listed(is.directories()) + (is.directories().size() == 1 ? " is" : " are");
        }
    }

    /// Returns what machines lack, of those that answered.
    List<Reason> lacking() {
        return survey.map(asked -> few(disks(asked.told()))).orElse(List.of());
    }

    private static List<Disk> disks(List<Answer.Told> told) {
        return told.stream().map(Answer.Told::machine).flatMap(Disk::of)
                .sorted(Comparator.comparingLong(disk -> disk.is().free())).toList();
    }

    private List<Reason> few(List<Disk> disks) {
        return disks.stream().filter(disk -> disk.is().free() < needs.disk()).<Reason>map(disk ->
                new NotSo("the upgrade needs " + Sizes.text(needs.disk()) + " on every machine", disk.text(),
                        "make room on " + disk.node() + ", or say in the upgrade what it needs: need: {disk: ...}"))
                .toList();
    }

    private PreCheck disks(MachineSurvey asked) {
        List<Disk> disks = disks(asked.told());
        List<Reason> few = few(disks);
        List<String> unknown = new ArrayList<>(silent(asked));
        asked.told().stream().map(Answer.Told::machine).filter(machine -> !machine.unanswered().isEmpty())
                .forEach(machine -> unknown.add(machine.node() + ": no answer in time from the file system of "
                        + listed(machine.unanswered())));
        asked.told().stream().map(Answer.Told::machine).filter(machine -> machine.fileSystems().isEmpty()
                && machine.unanswered().isEmpty()).forEach(machine -> unknown.add(machine.node()
                        + ": it names no file system"));
        List<String> fine = few.isEmpty() && !disks.isEmpty() ? List.of("at least " + Sizes.text(needs.disk())
                + " free on " + machines(asked) + "; the least: " + disks.getFirst().text()) : List.of();
        PreCheck judged = PreCheck.of("disk space", few, fine.isEmpty() ? UNASKED : fine.getFirst());
        return withUnknown(judged, fine, unknown, "df -h");
    }

    private PreCheck clocks(MachineSurvey asked) {
        List<Answer.Told> told = asked.told();
        List<String> unknown = new ArrayList<>(silent(asked));
        List<String> apart = new ArrayList<>();
        TreeSet<NodeId> wrong = new TreeSet<>();
        for (Answer.Told one : told) {
            if (one.clock().surelyBeyond(needs.clocksWithin())) {
                wrong.add(one.node());
                apart.add(one.node() + " is " + stands(one.clock(), asked.by()));
            } else if (one.clock().within().compareTo(needs.clocksWithin()) > 0) {
                unknown.add(one.node() + ": it took " + precise(one.clock().within().multipliedBy(2))
                        + " to answer, too long to compare its clock");
            }
        }
        if (told.isEmpty()) {
            return withUnknown(PreCheck.passed("clock skew", UNASKED), List.of(), unknown, "chronyc tracking");
        }
        Answer.Told first = told.stream().max(Comparator.comparing(one -> one.clock().least())).orElseThrow();
        Answer.Told last = told.stream().min(Comparator.comparing(one -> one.clock().most())).orElseThrow();
        ClockSkew widest = first.clock().minus(last.clock());
        if (apart.isEmpty() && widest.surelyBeyond(needs.clocksWithin())) {
            wrong.add(first.node());
            wrong.add(last.node());
            apart.add(first.node() + " is " + stands(widest, last.node()));
        }
        if (!apart.isEmpty()) {
            apart.add("allowed is " + precise(needs.clocksWithin()) + "; " + GO_BY_CLOCKS);
            apart.addAll(unknown);
            return PreCheck.noted("clock skew", apart, "see why they are not kept, and set them, on "
                    + listed(wrong.stream().map(NodeId::value).toList()) + ": chronyc tracking");
        }
        Duration most = told.stream().map(one -> one.clock().most()).max(Duration::compareTo).orElseThrow()
                .minus(told.stream().map(one -> one.clock().least()).min(Duration::compareTo).orElseThrow());
        String fact = told.size() == 1 ? told.getFirst().node() + " has the only clock that was asked"
                : "the clocks of " + machines(asked) + " differ by at most " + precise(most);
        return withUnknown(PreCheck.passed("clock skew", fact), List.of(fact), unknown, "chronyc tracking");
    }

    /// What is unknown does not mend what failed, and keeps from passing what did not.
    private static PreCheck withUnknown(PreCheck judged, List<String> fine, List<String> unknown, String command) {
        if (unknown.isEmpty()) {
            return judged;
        }
        boolean failed = judged.result() == Result.FAILED;
        List<String> facts = new ArrayList<>(failed ? judged.facts() : fine);
        facts.addAll(unknown);
        List<String> wayOut = new ArrayList<>(judged.wayOut());
        wayOut.add("look there yourself: " + command);
        return new PreCheck(judged.name(), failed ? Result.FAILED : Result.NOT_CHECKED, facts, wayOut);
    }

    private static List<String> silent(MachineSurvey asked) {
        return asked.silent().stream().map(one -> one.node() + ": " + one.why()).toList();
    }

    private static String machines(MachineSurvey asked) {
        long told = asked.told().size();
        return told < asked.answers().size() ? told + " of " + Layout.counted(asked.answers().size(), "machine")
                : Layout.counted(told, "machine");
    }

    private static String stands(ClockSkew clock, NodeId other) {
        return precise(clock.ahead().abs()) + (clock.ahead().isNegative() ? " behind " : " ahead of ") + other
                + ", give or take " + precise(clock.within());
    }

    /// In milliseconds below a second, and never less than it is.
    private static String precise(Duration time) {
        return time.compareTo(Duration.ofSeconds(1)) < 0 ? time.plusNanos(999_999).toMillis() + " ms"
                : Layout.spoken(time);
    }

    private static String listed(List<String> all) {
        return all.size() <= NAMED ? String.join(" ", all) : all.stream().limit(NAMED).collect(Collectors.joining(" "))
                + " and " + (all.size() - NAMED) + " more";
    }
}
