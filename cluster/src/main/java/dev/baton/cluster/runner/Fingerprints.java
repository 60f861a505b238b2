package dev.baton.cluster.runner;

import dev.baton.coordination.tree.JobOrder;
import dev.baton.coordination.tree.JobResult;
import dev.baton.core.journal.RunState;
import dev.baton.core.journal.StepStatus;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What of a canary's data must not change: read before the group leaves its node, and compared after it is back. The
/// value stands in the journal, so that any leader compares with it, in a later plan too.
final class Fingerprints {

    /// What is longer is no fingerprint; a digest of it is.
    static final int LONGEST = 1_000;

    private static final String READ = "fingerprint ";

    private Fingerprints() {}

    static Progress progress(Situation now, int index, GroupImage group, boolean again) {
        Optional<Kind.Fingerprint> kind = now.image().kindOf(group).fingerprint();
        if (kind.isEmpty() || group.owner().isEmpty()) {
            return Progress.failed(group.id() + " has no owner, or its kind says no fingerprint");
        }
        NodeId owner = group.owner().get();
        return OfDetached.takenUp(now, group).orElseGet(() -> Jobs.progress(now, index, owner,
                OfDetached.timeout(now, group), new JobOrder.Work.Check(group.id(), kind.get().run()),
                () -> read(group.id(), printed(now, index, owner), again, before(now, index, group.id()))));
    }

    /// What the command printed, on one line.
    private static String printed(Situation now, int index, NodeId owner) {
        return now.result(owner, now.job(index, Jobs.attempt(now, index))).map(JobResult::output).orElse("").lines()
                .map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(", "));
    }

    private static Progress read(GroupId group, String value, boolean again, Optional<String> before) {
        if (value.isEmpty() || value.length() > LONGEST) {
            return Progress.failed("the fingerprint of " + group + (value.isEmpty() ? " is empty"
                    : " is longer than " + LONGEST + " characters; let its command print a digest"));
        }
        if (!again) {
            return Progress.done(READ + value);
        }
        return before.isEmpty() ? Progress.failed("nobody has read the fingerprint of " + group + " before it left")
                : before.get().equals(value) ? Progress.done("fingerprint unchanged: " + value)
                : Progress.failed("the fingerprint of " + group + " was " + before.get() + " before it left, and is "
                        + value + " now that it is back");
    }

    /// The value that was read last before the step, in this plan or in one before.
    private static Optional<String> before(Situation now, int index, GroupId group) {
        List<Leg> legs = now.legs();
        for (int i = legs.size() - 1; i >= 0; i--) {
            Leg leg = legs.get(i);
            List<Step> steps = leg.plan().steps();
            for (int k = (i == legs.size() - 1 ? index : steps.size()) - 1; k >= 0; k--) {
                RunState.StepState state = leg.states().get(k);
                if (steps.get(k).equals(new Step.Fingerprint(group, false))
                        && state.status() instanceof StepStatus.Done) {
                    return Optional.of(state.detail().replaceFirst("^" + READ, ""));
                }
            }
        }
        return Optional.empty();
    }
}
