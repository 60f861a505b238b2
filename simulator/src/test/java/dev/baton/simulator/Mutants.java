package dev.baton.simulator;

import java.util.List;
import java.util.stream.Stream;

/// The mutants: each must be caught. Some of the laws are kept in several places; there the mutant leaves them out in
/// all of them, and says so by its length.
final class Mutants {

    private static final String AGENT = "agent/src/main/java/dev/baton/agent/";
    private static final String CONTROLLER = "cluster/src/main/java/dev/baton/cluster/controller/";
    private static final String RUNNER = "cluster/src/main/java/dev/baton/cluster/runner/";
    private static final String CORE = "core/src/main/java/dev/baton/core/";

    private Mutants() {}

    static List<Mutant> all() {
        return Stream.of(leases(), claims(), leaders(), changes(), installs(), runs(), levels()).flatMap(List::stream)
                .toList();
    }

    private static List<Mutant> leases() {
        return List.of(
                Mutant.of("heartbeat by read: what was read counts as sent now", AGENT + "lease/Heart.java",
                        "            committed(mine, entry.version());",
                        "            committed(new Attempt(mine.seq(), desk.now(), mine.leaseFor()),"
                                + " entry.version());"),
                Mutant.of("relative guard timer: the lease counts from its acknowledgement", AGENT + "lease/Heart.java",
                        "standing.lease().runTo(attempt.end());",
                        "standing.lease().runTo(desk.now().plus(attempt.leaseFor()));"),
                Mutant.of("an unknown outcome counts as an acknowledgement", AGENT + "lease/Heart.java",
                        "case Written.Refused _, Written.Unclear _ -> look();",
                        "case Written.Unclear _ -> committed(attempt, version + 1);\n"
                                + "                case Written.Refused _ -> look();"),
                Mutant.of("dead without version check", CONTROLLER + "LeaseWatch.java",
                        "                                last.version())),",
                        "                                Op.ANY_VERSION)),"),
                Mutant.of("dead too early: the end of the lease is not waited for",
                        CONTROLLER + "LeaseWatch.java",
                        "return first.plus(LeaseTimings.deadAfter(beat.leaseFor()));",
                        "return first.plus(LeaseTimings.deadAfter(beat.leaseFor().minusSeconds(3)));"),
                Mutant.of("first sight forgotten by a new leader: what a snapshot shows counts as seen long ago",
                        CONTROLLER + "LeaseWatch.java",
                        "entries.forEach((path, entry) -> note(path, entry, tree, bootTime));",
                        "entries.forEach((path, entry) -> note(path, entry, tree, bootTime.minusSeconds(60)));"),
                Mutant.of("wall clock used for a lease", CONTROLLER + "Controller.java",
                        "case Event.Told(var said, _) -> told(said, bootTime);",
                        "case Event.Told(var said, var wall) -> told(said, wall);")
                        .and(CONTROLLER + "LeaseWatch.java",
                                "!turn.bootTime().isBefore(last.deadAt())", "!turn.wallTime().isBefore(last.deadAt())")
                        .and(CONTROLLER + "Controller.java",
                                "leases.next().ifPresent(wanted::add);",
                                "leases.next().ifPresent(_ -> wanted.add(bootTime.plusMillis(500)));"));
    }

    private static List<Mutant> claims() {
        return List.of(
                Mutant.of("claim not checked against holds", AGENT + "ownership/ClaimWriter.java",
                        "List.of(new Op.Check(holds, site.mirror().version(holds)),\n                new Op.Create",
                        "List.of(\n                new Op.Create"),
                Mutant.of("claim deleted before stopped", AGENT + "ownership/GroupKeeper.java",
                        "        if (wanted.isEmpty() && idle && !unmanaged()) {",
                        "        if (wanted.isEmpty() && !unmanaged()) {"),
                Mutant.of("claim written against the heartbeat to come", AGENT + "lease/Heart.java",
                        "standing.beating();", "standing.beats(version + 1);"),
                Mutant.of("claims of an earlier life taken for one's own before the join is seen",
                        AGENT + "lease/Membership.java",
                        "            if (synced) {\n                joined();",
                        "            if (synced || true) {\n                joined();")
                        .and(AGENT + "lease/Membership.java",
                                "        look(standing.incarnation());\n    }", "        joined();\n    }"),
                Mutant.of("failed stop forgotten", AGENT + "loop/Desk.java",
                        "            if (left.isEmpty()) {\n                held.remove(key);\n            }\n"
                                + "            then.accept(left);",
                        "            held.remove(key);\n            then.accept(Optional.empty());"),
                Mutant.of("takeover of a stuck claim", CONTROLLER + "Fencing.java",
                        "boolean guarded = claim.stuck().isEmpty() && turn", "boolean guarded = turn"),
                Mutant.of("a life's number used before it is durable", AGENT + "lease/Membership.java",
                        "long life = Math.max(lives, beat(present).map(Heartbeat::incarnation).orElse(0L)) + 1;",
                        "long life = 1;"),
                Mutant.of("report without epoch or incarnation", CORE + "model/GroupImage.java",
                        "return now.node().equals(said.node()) && now.incarnation() == said.incarnation()"
                                + " && now.epoch() == said.epoch()\n                ? report",
                        "return now.node().equals(said.node())\n                ? report"));
    }

    private static List<Mutant> leaders() {
        return List.of(
                Mutant.of("stale leader's write accepted", CONTROLLER + "Turn.java",
                        "checked.add(new Op.Check(Paths.CONTROLLER, controllerVersion));",
                        "checked.add(new Op.Check(Paths.CONTROLLER, Op.ANY_VERSION));"),
                Mutant.of("placement on an unfit version", AGENT + "ownership/FormatGate.java",
                        "return kind.opens(here, found) || found instanceof Format.Converting ? new Answer.Open()",
                        "return here != null ? new Answer.Open()")
                        .and(CORE + "rules/Fit.java",
                                "        if (image.fits(group, node)) {", "        if (node.up()) {"));
    }

    private static List<Mutant> changes() {
        return List.of(
                Mutant.of("job rerun after UNKNOWN", AGENT + "jobs/Jobs.java",
                        "            run.recover();", "            run.begin();"),
                Mutant.of("journal after effect", AGENT + "jobs/JobRun.java",
                        "        journal.begin(order.job(), then);",
                        "        then.run();\n        desk.timer(\"late\" + order.job(), Duration.ofSeconds(1), () ->"
                                + " journal.begin(order.job(), () -> { }));"),
                Mutant.of("format recorded only after the conversion", CONTROLLER + "Conversions.java",
                        "turn.check(Paths.claim(group.id())), turn.set(Paths.format(group.id()), converting),",
                        "turn.check(Paths.claim(group.id())),")
                        .and(AGENT + "jobs/JobChecks.java",
                                "if (!group.format().equals(new Format.Converting(work.from(), work.to(), job))) {",
                                "if (group.format() instanceof Format.Unread) {")
                        .and(AGENT + "ownership/FormatGate.java", "            if (ended.succeeded()) {",
                                "            if (ended != null) {")
                        .and(AGENT + "ownership/FormatGate.java",
                                "format.<Format>map(Format.At::new).orElseGet(Format.Unread::new)",
                                "group.format()"),
                Mutant.of("Converting ignored by failover", CONTROLLER + "Takeover.java",
                        "looked.with(somewhere ? ended : group.withFormat(new Format.At(from)));",
                        "looked.with(somewhere || true ? group.withFormat(new Format.At(from)) : ended);")
                        .and(CONTROLLER + "Takeover.java", "filter(Kind.Convert::restartable).isPresent()",
                                "isPresent()")
                        .and(AGENT + "ownership/FormatGate.java", "            if (ended.succeeded()) {",
                                "            if (ended != null) {")
                        .and(AGENT + "ownership/FormatGate.java",
                                "format.<Format>map(Format.At::new).orElseGet(Format.Unread::new)",
                                "group.format()")
                        .and(CORE + "model/Kind.java", "case Format.Converting _ -> false;",
                                "case Format.Converting(var from, _, _) -> data.opens(formatOf(productVersion), from);")
                        .and(AGENT + "ownership/FormatGate.java",
                                "return kind.opens(here, found) || found instanceof Format.Converting ?",
                                "return kind.opens(here, found) || group.format() instanceof Format.Converting ?")
                        .and(AGENT + "ownership/GroupKeeper.java",
                                "site.standing().mayStart() && !staysDown(current.get())\n"
                                        + "                && !(current.get().format() instanceof Format.Converting);",
                                "site.standing().mayStart();")
                        .and(RUNNER + "Compensation.java",
                                "owner.isEmpty()\n"
                                        + "                || group.format() instanceof Format.Converting) {",
                                "owner.isEmpty()) {")
                        .and(RUNNER + "Compensation.java",
                                "        if (group.format() instanceof Format.Converting) {",
                                "        if (group == null) {"),
                Mutant.of("conversion while the data is open", AGENT + "jobs/JobChecks.java",
                        "return kind.get().convert().flatMap(convert -> againstStates(work.group(), convert));",
                        "return Optional.empty();")
                        .and(CONTROLLER + "Conversions.java",
                                "reasons.addAll(states(group, kind.convert().orElseThrow()));", ""),
                Mutant.of("job on a group's data without its claim", AGENT + "jobs/JobChecks.java",
                        "return groups.owns(group) && standing.mayStart() ? Optional.empty()",
                        "return standing.member() ? Optional.empty()")
                        .and(RUNNER + "Runner.java", "Jobs.toWithdraw(now, false)", "Optional.<Next>empty()"));
    }

    private static List<Mutant> installs() {
        return List.of(
                Mutant.of("install without CLOSED", RUNNER + "OfNodes.java",
                        "Hold.Strength.CLOSED,\n                    Optional.empty())));",
                        "Hold.Strength.PAUSED,\n                    Optional.empty())));")
                        .and(RUNNER + "OfNodes.java", "if (!node.closed()) {", "if (!node.up()) {")
                        .and(CORE + "rules/EmptyBeforeInstall.java", "if (!node.closed()) {", "if (!node.held()) {")
                        .and(AGENT + "jobs/JobChecks.java", "if (node == null || !node.closed()) {",
                                "if (node == null) {")
                        .and(AGENT + "ownership/GroupKeeper.java",
                                "return site.standing().mayClaim() && !site.work().changesNode() && !closed()",
                                "return site.standing().mayClaim() && !closed()")
                        .and(AGENT + "ownership/GroupKeeper.java", "return stays || site.work().changesNode();",
                                "return stays;"),
                Mutant.of("install beside a group", AGENT + "jobs/JobChecks.java",
                        "return active.isEmpty() ? Optional.empty()", "return active != null ? Optional.empty()")
                        .and(RUNNER + "OfNodes.java",
                                "if (!there.stream().allMatch(group -> InPlace.ordered(now.image(), group))) {",
                                "if (there == null) {")
                        .and(RUNNER + "OfNodes.java", "if (!there.isEmpty() && now.ordered(",
                                "if (there == null && now.ordered(")
                        .and(RUNNER + "OfNodes.java", "return there.isEmpty() ? Progress.done(",
                                "return there != null ? Progress.done(")
                        .and(RUNNER + "OfNodes.java", "        if (!came.isEmpty()) {", "        if (came == null) {")
                        .and(RUNNER + "StepChecks.java", "case Step.Hold(var node) -> left(now, node);",
                                "case Step.Hold(var node) -> up(now, node);")
                        .and(CORE + "rules/EmptyBeforeInstall.java", "        if (!there.isEmpty()) {",
                                "        if (there == null) {"));
    }

    private static List<Mutant> runs() {
        return List.of(
                Mutant.of("hold not released after abort", RUNNER + "Compensation.java",
                        "            if (ours.isPresent()) {", "            if (ours.isPresent() && !node.up()) {"),
                Mutant.of("someone else's hold released", RUNNER + "OfNodes.java",
                        "return node.holds().values().stream().filter(now::owns).findFirst()",
                        "return node.holds().values().stream().findFirst()"),
                Mutant.of("a step that failed counts as done", RUNNER + "Jobs.java",
                        "return result.get().done() ? then.get() : Progress.failed(new Ended(result.get()).text());",
                        "return then.get();"));
    }

    private static List<Mutant> levels() {
        return List.of(
                Mutant.of("finalize that skips down members", CORE + "rules/FinalizeLast.java",
                        "} else if (!node.facts().levels().speaks(level)) {",
                        "} else if (node.up() && !node.facts().levels().speaks(level)) {"),
                Mutant.of("join racing finalize: a join does not check the level", AGENT + "lease/Admission.java",
                        "ops.add(new Op.Check(Paths.LEVEL, mirror.version(Paths.LEVEL)));", ""));
    }
}
