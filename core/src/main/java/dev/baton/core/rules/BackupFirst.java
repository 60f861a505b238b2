package dev.baton.core.rules;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.Reason;
import dev.baton.core.model.Verdict;
import dev.baton.core.plan.Step;
import java.util.List;

/// Law 11. Fresh is a backup of this run, made since the last conversion of the group.
public final class BackupFirst implements Rule {

    @Override
    public int number() {
        return 11;
    }

    @Override
    public String name() {
        return "backup before the irreversible";
    }

    @Override
    public String law() {
        return "No conversion and no detaching without a fresh backup where the kind declares one; after a "
                + "conversion a new one.";
    }

    @Override
    public Verdict judge(Trace trace, Step step, ClusterImage after) {
        if (step instanceof Step.Detach(var id)) {
            // On the way back the backup counts that was made before it was detached first.
            return trace.undoing() ? Verdict.yes() : backedUp(trace, id, "it is detached");
        }
        if (step instanceof Step.Convert(var id, _, _)) {
            return backedUp(trace, id, "its data changes");
        }
        return step instanceof Step.Finalize ? judgeEnd(trace) : Verdict.yes();
    }

    private Verdict backedUp(Trace trace, GroupId id, String before) {
        boolean missing = required(trace.before(), trace.before().group(id)) && !trace.backedUp(id);
        List<Reason> reasons = missing ? List.of(broken(id + " has no backup of this run", "back up " + id
                + " before " + before)) : List.of();
        return Verdict.of(reasons);
    }

    @Override
    public Verdict judgeEnd(Trace trace) {
        List<Reason> reasons = trace.owing().stream().map(this::owing).toList();
        return Verdict.of(reasons);
    }

    private Reason owing(GroupId id) {
        return broken(id + " was converted and has no backup since", "back up " + id + " after the conversion");
    }

    /// Returns whether the kind of the group asks for backups around a conversion.
    static boolean required(ClusterImage image, GroupImage group) {
        return image.kindOf(group).backup().map(Kind.Backup::required).orElse(false);
    }
}
