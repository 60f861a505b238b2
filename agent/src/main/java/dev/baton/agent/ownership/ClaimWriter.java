package dev.baton.agent.ownership;

import dev.baton.agent.loop.AgentEffect.Weight;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.loop.Written;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;
import dev.baton.coordination.Transaction;
import dev.baton.coordination.tree.Json;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.Claim;
import dev.baton.core.model.GroupId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes one group's claim, one transaction at a time. What became of it is read from the mirror, never assumed: a
/// claim counts once it is seen.
///
/// Entry versions begin anew with each claim, so a version alone does not say whose claim it is. Therefore every write
/// also checks this node's heartbeat, as it was last committed: it takes effect only while this incarnation is not
/// dead, and so while nobody else can have replaced its claim. And it checks the placement that it answers, so that a
/// write whose answer was lost does not take effect on a later claim of this node.
final class ClaimWriter {

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Site site;
    private final Desk desk;
    private final GroupId group;
    private final NodePath path;
    private boolean busy;
    private int refusals;

    ClaimWriter(Site site, GroupId group) {
        this.site = site;
        this.desk = site.desk();
        this.group = group;
        this.path = Paths.claim(group);
    }

    /// Returns whether the outcome of a write is still open.
    boolean busy() {
        return busy;
    }

    /// Claims the group, if its placement and this node's holds are still as they were looked at.
    void create(long epoch) {
        NodePath holds = Paths.holds(site.standing().node());
        write("claim " + group, List.of(new Op.Check(holds, site.mirror().version(holds)),
                new Op.Create(path, Json.write(own(epoch, Optional.empty())))));
    }

    /// Puts this incarnation, this epoch and this trouble into a claim of this node.
    void update(long epoch, Optional<String> stuck) {
        write("claim again " + group, List.of(new Op.SetData(path, Json.write(own(epoch, stuck)), version())));
    }

    /// Gives the group up.
    void release() {
        write("release " + group, List.of(new Op.Delete(path, version())));
    }

    private Claim own(long epoch, Optional<String> stuck) {
        return new Claim(site.standing().node(), site.standing().incarnation(), site.standing().bootId(), epoch, stuck);
    }

    private int version() {
        return site.mirror().version(path);
    }

    private void write(String what, List<Op> ops) {
        if (busy) {
            return;
        }
        busy = true;
        if (!site.standing().beaten()) {
            site.standing().onceBeaten(this::done);
            return;
        }
        NodePath placement = Paths.placement(group);
        List<Op> all = new ArrayList<>();
        all.add(new Op.Check(Paths.heartbeat(site.standing().node()), site.standing().heartbeat()));
        if (site.mirror().version(placement) != TreeMirror.ABSENT) {
            all.add(new Op.Check(placement, site.mirror().version(placement)));
        }
        all.addAll(ops);
        desk.submit(what, new Transaction(all), written -> {
            if (written instanceof Written.Committed) {
                refusals = 0;
                done();
            } else {
                refusals++;
                desk.say(Weight.DETAIL, what + ": " + written);
                catchUp();
            }
        });
    }

    /// What was looked at is not so any more: nothing is written again before the mirror has caught up.
    private void catchUp() {
        if (refusals > 2) {
            desk.timer("claim " + group, PAUSE, this::done);
        } else {
            desk.sync("claim " + group, synced -> {
                if (synced) {
                    done();
                } else {
                    desk.timer("claim " + group, PAUSE, this::done);
                }
            });
        }
    }

    private void done() {
        busy = false;
        site.changed().accept(group);
    }
}
