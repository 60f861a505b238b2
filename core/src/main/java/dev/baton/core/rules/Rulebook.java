package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/// The fifteen laws, in their order. `docs/laws.md` lists them with their tests.
public final class Rulebook {

    private static final CoverKept COVER = new CoverKept();
    private static final List<Rule> LAWS = List.of(new SingleOwner(), new FitLaw(), new EmptyBeforeInstall(), COVER,
            new Votes(), new SourceLevel(), new OneAtATime(), new LegalPlacement(), new IntentKept(),
            new FrozenDuringRun(), new BackupFirst(), new ProvenBeforeNext(), new JournalFirst(), new FinalizeLast(),
            new EndIsGoal());

    /// The same: asked for every state of a plan, and for every way back.
    private static final Rule[] EACH = LAWS.toArray(Rule[]::new);

    private Rulebook() {}

    /// A law with what it has against something.
    ///
    /// @param reasons at least one
    public record Broken(Rule law, List<Reason> reasons) {
        public Broken {
            reasons = List.copyOf(reasons);
        }
    }

    /// Returns every law, the first being number 1.
    public static List<Rule> laws() {
        return LAWS;
    }

    /// Returns the law of that number.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Rule law(int number) {
        if (number < 1 || number > LAWS.size()) {
            throw new IllegalArgumentException("there is no law " + number);
        }
        return LAWS.get(number - 1);
    }

    /// Returns whether every law lets the step be done; else all reasons of all laws, in the laws' order.
    ///
    /// @param after the image once the step has succeeded
    public static Verdict judge(Trace trace, Step step, ClusterImage after) {
        return Verdict.of(broken(trace, step, after).stream().flatMap(law -> law.reasons().stream()).toList());
    }

    /// Returns whether the step may be done now, judged by what it would lead to.
    ///
    /// @throws IllegalArgumentException if the step names something that the image does not define
    public static Verdict judge(Trace trace, Step step) {
        return judge(trace, step, Projection.project(trace.before(), step));
    }

    /// Returns the laws that the step would break, in their order.
    public static List<Broken> broken(Trace trace, Step step, ClusterImage after) {
        List<Broken> found = new ArrayList<>();
        for (Rule law : LAWS) {
            note(found, law, law.judge(trace, step, after));
        }
        return found;
    }

    /// Returns the laws that the step would break, in their order, for one who follows the cover along the steps.
    ///
    /// @param loses the groups that have a takeover target before the step and none after it
    public static List<Broken> broken(Trace trace, Step step, ClusterImage after, SortedSet<GroupId> loses) {
        List<Broken> found = new ArrayList<>();
        for (Rule law : EACH) {
            note(found, law, law.equals(COVER) ? COVER.judge(trace, loses) : law.judge(trace, step, after));
        }
        return found;
    }

    /// Returns the laws that an end now would break, in their order.
    public static List<Broken> brokenAtEnd(Trace trace) {
        List<Broken> found = new ArrayList<>();
        LAWS.forEach(law -> note(found, law, law.judgeEnd(trace)));
        return found;
    }

    private static void note(List<Broken> found, Rule law, Verdict verdict) {
        if (verdict instanceof Verdict.Refused(var reasons)) {
            found.add(new Broken(law, reasons));
        }
    }
}
