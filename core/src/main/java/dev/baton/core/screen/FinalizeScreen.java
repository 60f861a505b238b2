package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Membership;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import dev.baton.core.model.RunId;
import dev.baton.core.rules.FinalizeLast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `baton finalize` shows before anything is done: whether the cluster level may rise by one, what that makes
/// possible and impossible, and what going back would cost.
///
/// @param image  the cluster now
/// @param run    the run that is on, when one is
/// @param brings what the level to come brings, in one sentence; empty when this version does not know
public record FinalizeScreen(ClusterImage image, Optional<RunId> run, Optional<String> brings) {

    /// Returns the level in question: one above the cluster's.
    public int next() {
        return image.level() + 1;
    }

    /// Returns whether any node speaks more than the cluster does now.
    public boolean concerns() {
        return image.nodes().values().stream().anyMatch(node -> node.facts().levels().highest() > image.level());
    }

    /// Returns what speaks against it; empty when it may be done.
    public List<Reason> against() {
        List<Reason> found = new ArrayList<>();
        run.ifPresent(on -> found.add(new RequestReason.RunIsOn(on, "finalizing the cluster")));
        found.addAll(new FinalizeLast().against(image, next()));
        return found;
    }

    /// Returns the page.
    public String text() {
        String name = image.settings().name();
        if (!concerns()) {
            return Layout.fill(name + "   ", "level " + image.level() + "; no node speaks more: nothing to finalize");
        }
        List<Reason> against = against();
        StringBuilder text = new StringBuilder(Layout.fill(name + "   ", "level " + image.level() + " -> " + next()
                + "   " + (against.isEmpty() ? "READY" : "NOT YET: " + Layout.counted(against.size(), "reason")
                        + " against it"))).append('\n');
        Table table = new Table("NODE", "STATE", "SPEAKS LEVELS", "SPEAKS " + next());
        for (NodeImage node : image.nodes().values()) {
            boolean seen = node.membership() != Membership.ABSENT;
            table.row(node.id().value(), node.membership().word(), seen ? range(node) : "-",
                    !seen ? "not known" : node.facts().levels().speaks(next()) ? "yes" : "no");
        }
        text.append(table.text()).append('\n');
        against.forEach(reason -> text.append(Layout.fill("  blocks       ", reason.text())));
        text.append(Layout.fill("  possible     ", brings.orElse("what level " + next() + " brings is not known to "
                + "this version of baton; ask a newer one")));
        text.append(Layout.fill("  impossible   ", "a version of Baton that does not speak level " + next()
                + " joins no more, on any machine: no way back to it, by name and for good"));
        text.append(Layout.fill("  going back   ", "only to another cluster: baton config backup here, stop every "
                + "group, baton config restore there"));
        text.append(Layout.fill("  untouched    ", "groups, their data and formats, holds, configuration; no outage"));
        if (against.isEmpty()) {
            text.append("\n  to do it:  baton finalize --yes\n");
        }
        return text.toString();
    }

    private static String range(NodeImage node) {
        int lowest = node.facts().levels().lowest();
        int highest = node.facts().levels().highest();
        return lowest == highest ? Integer.toString(lowest) : lowest + " to " + highest;
    }
}
