package dev.baton.core.screen;

import dev.baton.core.faults.After;
import dev.baton.core.faults.Faults;
import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// What `baton rehearse --faults` prints: a row for each step and lost node that had groups or matters otherwise, and
/// what becomes of failed actions.
///
/// @param plan   that accidents happened to
/// @param faults what came of them
public record FaultsScreen(Plan plan, Faults faults) {
    private static final int NAMED = 3;

    /// Returns the screen.
    public String text() {
        StringBuilder text = new StringBuilder(plan.spec().name() + "   a node lost " + Layout.counted(faults.states(),
                "time") + ", each in the middle of a step; " + Layout.counted(faults.actions(), "failed action")
                + "\n\n");
        Table table = new Table("  #", "step", "lost", "taken over", "waits", "then");
        int quiet = 0;
        for (Faults.Loss loss : faults.losses()) {
            boolean nothing = loss.taken().isEmpty() && loss.waits().isEmpty() && loss.majority()
                    && !(loss.after() instanceof After.Stuck);
            quiet += nothing ? 1 : 0;
            if (!nothing) {
                Stage stage = plan.stages().get(loss.stage() - 1);
                table.row("%3d".formatted(loss.stage()), title(stage), loss.node().value(),
                        names(loss.taken().keySet()), names(loss.waits()),
                        then(loss.after()) + (loss.majority() ? "" : "; no majority meanwhile"));
            }
        }
        text.append(table.text());
        if (quiet > 0) {
            text.append("       ").append(quiet).append(" more: nothing runs there, and the plan goes on\n");
        }
        text.append('\n').append(failures());
        text.append(Layout.fill("  played       ", "by the rules of placement, planner and prover, one accident at a "
                + "time; a lost node comes back, and the plan is made again and proved. Processes and networks are not "
                + "played"));
        return text.toString();
    }

    private String failures() {
        int undone = 0;
        List<String> finals = new ArrayList<>();
        List<String> stuck = new ArrayList<>();
        for (Faults.Failure failure : faults.failures()) {
            undone += failure.actions() - failure.noWayBack().size();
            finals.addAll(failure.noWayBack());
            if (failure.after() instanceof After.Stuck(var why)) {
                stuck.add("step " + failure.stage() + ": " + why);
            }
        }
        String back = undone == faults.actions() ? "each leaves its step undoable"
                : undone + " leave their step undoable; after the others it goes only forward: "
                        + finals.stream().distinct().limit(NAMED).collect(Collectors.joining("; "));
        String on = stuck.isEmpty() ? "; from each the upgrade is planned again and proved"
                : "; no plan from " + String.join("; ", stuck);
        return Layout.fill("  failed       ", Layout.counted(faults.actions(), "action") + ": " + back + on);
    }

    private static String title(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.MoveGroup(var group, _, _, _) -> "move " + group;
            case Stage.Subject.Canary(var group, _, _, var back) -> "canary " + group + (back ? " back" : " out");
            case Stage.Subject.ConvertGroup(var group, _, _) -> "convert " + group;
            case Stage.Subject.UpgradeNode(var node) -> "upgrade " + node;
            case Stage.Subject.UpgradeNodes(var nodes) -> "upgrade " + nodes.size() + " nodes";
            case Stage.Subject.DetachGroup(_, var what) -> what;
            case Stage.Subject.SaveTogether _ -> stage.title();
            case Stage.Subject.Pause(var what) -> what;
        };
    }

    private static String names(Collection<GroupId> groups) {
        return groups.isEmpty() ? "-" : groups.size() > NAMED ? groups.size() + " groups"
                : groups.stream().map(GroupId::value).collect(Collectors.joining(" "));
    }

    private static String then(After after) {
        return switch (after) {
            case After.Finished _ -> "done";
            case After.Planned(var stages, var outages) -> Layout.counted(stages, "step") + ", "
                    + Layout.counted(outages, "outage");
            case After.Stuck(var why) -> "NO PLAN: " + why;
        };
    }
}
