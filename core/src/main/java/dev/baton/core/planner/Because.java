package dev.baton.core.planner;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Why a stage stands where it stands, for people; empty where it follows from the one before.
final class Because {
    private final Problem problem;
    private final List<Act> acts;
    private final int[] ownersAtEnd;
    /// Where each group is before the act that was asked for last.
    private final int[] owners;
    /// How many groups are on each node at the start, and before the act that was asked for last.
    private final int[] onAtStart;
    private final int[] on;
    private final int[] lastMoveOf;
    private final int[] upgradeOf;
    private int firstUpgrade = Integer.MAX_VALUE;
    private int lastUpgrade = -1;
    private int lastMove = -1;
    private int firstConversion = Integer.MAX_VALUE;
    private int at;

    Because(Problem problem, List<Act> acts) {
        this.problem = problem;
        this.acts = acts;
        this.owners = problem.owner.clone();
        this.ownersAtEnd = problem.owner.clone();
        this.lastMoveOf = new int[problem.groups.size()];
        this.upgradeOf = new int[problem.nodes.size()];
        this.onAtStart = new int[problem.nodes.size()];
        for (int owner : owners) {
            if (owner >= 0) {
                onAtStart[owner]++;
            }
        }
        this.on = onAtStart.clone();
        Arrays.fill(lastMoveOf, -1);
        Arrays.fill(upgradeOf, -1);
        for (int i = 0; i < acts.size(); i++) {
            switch (acts.get(i)) {
                case Act.Move(var group, _, var to, var convert) -> {
                    ownersAtEnd[group] = to;
                    lastMoveOf[group] = i;
                    lastMove = i;
                    firstConversion = convert ? Math.min(firstConversion, i) : firstConversion;
                }
                case Act.Upgrade(var node) -> {
                    upgradeOf[node] = i;
                    firstUpgrade = Math.min(firstUpgrade, i);
                    lastUpgrade = i;
                }
                case Act.Convert _ -> {
                    lastMove = i;
                    firstConversion = Math.min(firstConversion, i);
                }
            }
        }
    }

    /// Goes on to before the act at that place.
    private void goTo(int index) {
        for (; at < index; at++) {
            if (acts.get(at) instanceof Act.Move(var group, var from, var to, _)) {
                owners[group] = to;
                on[from]--;
                on[to]++;
            }
        }
    }

    /// Returns the sentence of the act at that place; asked for in order.
    String of(int index) {
        goTo(index);
        return switch (acts.get(index)) {
            case Act.Upgrade(var node) -> ofUpgrade(index, node);
            case Act.Move(var group, _, _, var convert) -> ofMove(index, group, convert);
            case Act.Convert(var group) ->
                problem.groups.get(group).id() + " is on an upgraded node; only its data is old";
        };
    }

    private String ofUpgrade(int index, int node) {
        boolean emptyAtStart = onAtStart[node] == 0;
        if (!problem.outdated(problem.nodes.get(node)).isEmpty()) {
            if (problem.spec.leavesServices()) {
                return index == 0 ? "what runs on a node goes on while it is changed" : "";
            }
            if (index == 0 && emptyAtStart) {
                return "first: it is empty, nothing has to move";
            }
            if (lastUpgrade == index && lastMove < index) {
                return ofLast(node);
            }
            List<Integer> there = on[node] == 0 ? List.of()
                    : groupsOn(owners, node).stream().filter(g -> !problem.isDetached(g)).toList();
            if (!there.isEmpty()) {
                List<String> staying = there.stream()
                        .map(g -> problem.groups.get(g).id().value()).toList();
                return String.join(" ", staying) + (staying.size() == 1 ? " stays and is" : " stay and are")
                        + " offline meanwhile: upgraded in place";
            }
            return emptyAtStart && firstUpgrade < index
                    && index == firstUpgrade + 1 ? "it is empty too" : "";
        }
        return "an earlier run changed it and was cut off before it let it go";
    }

    private String ofLast(int node) {
        String name = problem.nodes.get(node).id().value();
        if (!groupsOn(ownersAtEnd, node).isEmpty()) {
            return "";
        }
        List<GroupId> moved = new ArrayList<>();
        for (int g = 0; g < ownersAtEnd.length; g++) {
            if (ownersAtEnd[g] != problem.owner[g]) {
                moved.add(problem.groups.get(g).id());
            }
        }
        if (moved.isEmpty()) {
            return onAtStart[node] == 0 ? "last: it is the standby" : "";
        }
        return "last: " + name + " is the standby from now on; " + (moved.size() > 6 ? moved.size() + " groups"
                : moved.stream().map(GroupId::value).collect(Collectors.joining(" ")))
                + (moved.size() == 1 ? " does" : " do") + " not move back (failback: never)";
    }

    private String ofMove(int index, int group, boolean convert) {
        if (convert && firstConversion == index) {
            return "from here on there is no way back for "
                    + problem.groups.get(group).id();
        }
        boolean movesAgain = lastMoveOf[group] > index;
        boolean targetWaits = acts.get(index) instanceof Act.Move move && upgradeOf[move.to()] > index;
        return movesAgain && targetWaits && problem.spec.failback() == UpgradeSpec.Failback.NEVER
                && problem.spec.preset() != Preset.DOCUMENTED
                ? "no upgraded node can take it yet, so it moves twice" : "";
    }

    private List<Integer> groupsOn(int[] owners, int node) {
        List<Integer> on = new ArrayList<>();
        for (int g = 0; g < owners.length; g++) {
            if (owners[g] == node) {
                on.add(g);
            }
        }
        return on;
    }
}
