package dev.baton.agent.ownership;

import dev.baton.agent.loop.Written;
import dev.baton.coordination.Bytes;
import dev.baton.coordination.CoordinationEvent.Refusal;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.Report;
import java.time.Duration;

/// Keeps this node's report of one group in the tree as it should be: written on change, one write at a time, and again
/// when the tree says otherwise.
final class ReportWriter {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Site site;
    private final GroupId group;
    private boolean busy;

    ReportWriter(Site site, GroupId group) {
        this.site = site;
        this.group = group;
    }

    void want(Report report) {
        NodePath path = Paths.report(group, site.standing().node());
        if (busy || site.mirror().value(path, Report.class).filter(report::equals).isPresent()) {
            return;
        }
        busy = true;
        Bytes content = Json.write(report);
        Op op = site.mirror().version(path) == TreeMirror.ABSENT ? new Op.Create(path, content)
                : new Op.SetData(path, content, Op.ANY_VERSION);
        site.desk().submit("report " + group, Transaction.of(op), written -> {
            switch (written) {
                case Written.Committed _ -> done();
                case Written.Refused(_, var why) when why == Refusal.NO_PARENT -> makeRoom();
                case Written.Refused _, Written.Unclear _ -> pause();
            }
        });
    }

    private void makeRoom() {
        site.desk().submit("reports of " + group,
                Transaction.of(new Op.Create(Paths.reports(group), Bytes.EMPTY)), written -> {
                    if (written instanceof Written.Committed) {
                        done();
                    } else {
                        pause();
                    }
                });
    }

    private void pause() {
        site.desk().timer("report " + group, PAUSE, this::done);
    }

    private void done() {
        busy = false;
        site.changed().accept(group);
    }
}
