package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.MachineSurvey;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RunId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is looked at before an upgrade is started, on one page: `baton upgrade check`.
///
/// @param upgrade  its name
/// @param plan     the plan that would be started, by the name under which people know it; empty when there is none
/// @param revision of the cluster that was looked at
/// @param checks   in the order of the page
/// @param machines what the machines said of themselves; absent where none was asked
public record Readiness(String upgrade, Optional<String> plan, long revision, List<PreCheck> checks,
        Optional<MachineSurvey> machines) {

    public Readiness {
        checks = List.copyOf(checks);
    }

    /// How a pre-check came out.
    public enum Result {
        PASSED,
        /// The upgrade may start, and something is to be known first.
        NOTED,
        /// The upgrade would be refused, or should not be started so.
        FAILED,
        /// Nobody knows: a person looks.
        NOT_CHECKED;

        /// Returns it as the page has it.
        String word() {
            return switch (this) {
                case PASSED -> "ok";
                case NOTED -> "!";
                case FAILED -> "NO";
                case NOT_CHECKED -> "?";
            };
        }
    }

    /// One thing that was looked at.
    ///
    /// @param facts  what was found, a sentence each without a full stop; at least one
    /// @param wayOut what makes it pass, or what to do about it, a sentence each; empty when nothing is to be done
    public record PreCheck(String name, Result result, List<String> facts, List<String> wayOut) {
        public PreCheck {
            facts = List.copyOf(facts);
            wayOut = List.copyOf(wayOut);
        }

        static PreCheck passed(String name, String fact) {
            return new PreCheck(name, Result.PASSED, List.of(fact), List.of());
        }

        static PreCheck noted(String name, List<String> facts, String wayOut) {
            return new PreCheck(name, Result.NOTED, facts, wayOut.isEmpty() ? List.of() : List.of(wayOut));
        }

        static PreCheck unknown(String name, String fact, String wayOut) {
            return new PreCheck(name, Result.NOT_CHECKED, List.of(fact), List.of(wayOut));
        }

        /// Failed for these reasons, or passed when there are none.
        static PreCheck of(String name, List<? extends Reason> reasons, String otherwise) {
            return reasons.isEmpty() ? passed(name, otherwise) : new PreCheck(name, Result.FAILED, reasons.stream()
                    .map(reason -> reason.facts() + " (" + reason.rule() + ")").toList(), reasons.stream()
                    .map(Reason::wayOut).filter(way -> !way.isEmpty()).distinct().toList());
        }
    }

    /// Returns what was found about a plan, or about an upgrade for which there is none.
    ///
    /// @param image    the cluster now
    /// @param plan     that would be started
    /// @param against  why there is no plan, or why that plan does not fit the cluster any more
    /// @param name     of the plan, as people know it; empty without a plan
    /// @param on       the run that is on, when one is
    /// @param machines what the machines said of themselves; absent where none was asked
    public static Readiness of(ClusterImage image, UpgradeSpec spec, Optional<Plan> plan,
            List<? extends Reason> against, String name, Optional<RunId> on, Optional<MachineSurvey> machines) {
        return new Readiness(spec.name(), plan.map(_ -> name), image.revision(),
                new PreChecks(image, spec, plan, against, on, machines).all(), machines);
    }

    /// Returns the same with one more check, at the end.
    public Readiness with(PreCheck check) {
        List<PreCheck> more = new ArrayList<>(checks);
        more.add(check);
        return new Readiness(upgrade, plan, revision, more, machines);
    }

    /// Returns the leader's own word about starting the plan, asked without starting it.
    ///
    /// @param refusals what it says against it, as sentences; empty when it would start it
    public static PreCheck asked(List<String> refusals) {
        return refusals.isEmpty() ? PreCheck.passed("asked the leader", "it would start the plan now")
                : new PreCheck("asked the leader", Result.FAILED, refusals, List.of());
    }

    /// Returns what machines lack that the upgrade needs: then it is not started. A machine that says nothing lacks
    /// nothing.
    public static List<Reason> lacking(UpgradeSpec spec, MachineSurvey machines) {
        return new MachineChecks(spec.machineNeeds(), Optional.of(machines)).lacking();
    }

    /// Returns whether nothing that was looked at has failed.
    public boolean ready() {
        return checks.stream().noneMatch(check -> check.result() == Result.FAILED);
    }

    private long count(Result result) {
        return checks.stream().filter(check -> check.result() == result).count();
    }

    /// Returns the page.
    public String text() {
        StringBuilder text = new StringBuilder(Layout.fill(upgrade + "   ", (ready() ? "READY" : "NOT READY") + "   "
                + count(Result.PASSED) + " passed, " + count(Result.FAILED) + " failed, " + count(Result.NOTED)
                + " to be known, " + count(Result.NOT_CHECKED) + " not checked"));
        text.append(Layout.fill(" ".repeat(upgrade.length() + 3), plan.map(name -> "plan " + name + ", ").orElse("")
                + "cluster revision " + revision)).append('\n');
        int width = checks.stream().mapToInt(check -> check.name().length()).max().orElse(0);
        for (PreCheck check : checks) {
            String margin = "  " + Layout.pad(check.result().word(), 4) + Layout.pad(check.name(), width + 2);
            String blank = " ".repeat(margin.length());
            for (String fact : check.facts()) {
                text.append(Layout.fill(fact.equals(check.facts().getFirst()) ? margin : blank, fact));
            }
            check.wayOut().forEach(way -> text.append(Layout.fill(blank + "-> ", way)));
        }
        return text.toString();
    }
}
