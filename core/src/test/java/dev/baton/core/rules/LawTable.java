package dev.baton.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Hold;
import dev.baton.core.model.HoldId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Reason;
import dev.baton.core.model.ResourceId;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Step;
import dev.baton.core.plan.UpgradeSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A line of a truth table: one law, what happened, and whether a step may be done then.
record LawTable(Rule law, Trace trace) {

    /// Begins with a cluster at rest and Scenes' upgrade; the plan has announced nothing.
    static LawTable of(int law, ClusterImage image) {
        return of(law, image, Scenes.upgrade());
    }

    static LawTable of(int law, ClusterImage image, UpgradeSpec spec) {
        return new LawTable(Rulebook.law(law), Trace.begin(spec, Announcement.NOTHING, image));
    }

    /// The steps have succeeded.
    LawTable after(Step... steps) {
        Trace now = trace;
        for (Step step : steps) {
            now = now.then(step, Projection.project(now.before(), step));
        }
        return new LawTable(law, now);
    }

    LawTable with(UnaryOperator<Trace> change) {
        return new LawTable(law, change.apply(trace));
    }

    LawTable allows(Step step) {
        assertThat(facts(step)).as(step.describe()).isEmpty();
        return this;
    }

    LawTable refuses(Step step, String... facts) {
        assertThat(facts(step)).as(step.describe()).containsExactly(facts);
        return this;
    }

    LawTable mayEnd() {
        assertThat(facts(law.judgeEnd(trace).reasons())).isEmpty();
        return this;
    }

    LawTable mayNotEnd(String... facts) {
        assertThat(facts(law.judgeEnd(trace).reasons())).containsExactly(facts);
        return this;
    }

    private List<String> facts(Step step) {
        return facts(law.judge(trace, step, Projection.project(trace.before(), step)).reasons());
    }

    private static List<String> facts(List<Reason> reasons) {
        reasons.forEach(reason -> assertThat(reason.rule()).isNotBlank());
        return reasons.stream().map(Reason::facts).toList();
    }

    static Step install(int n) {
        return new Step.Install(Scenes.node(n), Scenes.PRODUCT, Scenes.OLD, Scenes.NEW);
    }

    static Step selfTest(int n) {
        return new Step.SelfTest(Scenes.node(n), Scenes.PRODUCT, Scenes.NEW);
    }

    static Step move(int group, int from, int to) {
        return new Step.Move(Scenes.group(group), Scenes.node(from), Scenes.node(to));
    }

    static Step convert(int group) {
        return new Step.Convert(Scenes.group(group), Scenes.OLD, Scenes.NEW);
    }

    static Step offline(int group, ResourceId... resources) {
        return new Step.TakeOffline(Scenes.group(group), new TreeSet<>(Set.of(resources)));
    }

    static Step online(int group, ResourceId... resources) {
        return new Step.BringOnline(Scenes.group(group), new TreeSet<>(Set.of(resources)));
    }

    static Step hold(int n) {
        return new Step.Hold(Scenes.node(n));
    }

    static Step release(int n) {
        return new Step.Release(Scenes.node(n));
    }

    static Step restart(int n) {
        return new Step.Restart(Scenes.node(n), false);
    }

    static Step rejoin(int n) {
        return new Step.Rejoin(Scenes.node(n));
    }

    static Step probe(int n) {
        return new Step.ProbeGroup(Scenes.node(n));
    }

    static ClusterImage held(ClusterImage image, int n, Hold.Strength strength) {
        NodeId node = Scenes.node(n);
        return image.with(image.node(node).withHold(
                new Hold(new HoldId("operator"), "operator", "disk check", strength, Optional.empty())));
    }
}
