package dev.baton.core.planner;

import dev.baton.core.model.GroupId;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Why a stage stands where it stands, for people; empty where it follows from the one before.
final class Because {
    private final Problem problem;
    private final List<Act> acts;
    private final List<int[]> ownersBefore = new ArrayList<>();
    private final int[] ownersAtEnd;

    Because(Problem problem, List<Act> acts) {
        this.problem = problem;
        this.acts = acts;
        int[] owners = problem.owner.clone();
        for (Act act : acts) {
            ownersBefore.add(owners.clone());
            if (act instanceof Act.Move(var group, _, var to, _)) {
                owners[group] = to;
            }
        }
        this.ownersAtEnd = owners;
    }

    /// Returns the sentence of the act at that place.
    String of(int index) {
        return switch (acts.get(index)) {
            case Act.Upgrade(var node) -> ofUpgrade(index, node);
            case Act.Move(var group, _, _, var convert) -> ofMove(index, group, convert);
            case Act.Convert(var group) ->
                problem.groups.get(group).id() + " is on an upgraded node; only its data is old";
        };
    }

    private String ofUpgrade(int index, int node) {
        boolean emptyAtStart = groupsOn(problem.owner, node).isEmpty();
        if (!problem.outdated(problem.nodes.get(node)).isEmpty()) {
            if (index == 0 && emptyAtStart) {
                return "first: it is empty, nothing has to move";
            }
            if (lastUpgrade() == index && lastMove() < index) {
                return ofLast(node);
            }
            List<String> staying = groupsOn(ownersBefore.get(index), node).stream()
                    .map(g -> problem.groups.get(g).id().value()).toList();
            if (!staying.isEmpty()) {
                return String.join(" ", staying) + (staying.size() == 1 ? " stays and is" : " stay and are")
                        + " offline meanwhile: upgraded in place";
            }
            return emptyAtStart && groupsOn(ownersBefore.get(index), node).isEmpty() && firstUpgrade() < index
                    && index == firstUpgrade() + 1 ? "it is empty too" : "";
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
            return groupsOn(problem.owner, node).isEmpty() ? "last: it is the standby" : "";
        }
        return "last: " + name + " is the standby from now on; " + (moved.size() > 6 ? moved.size() + " groups"
                : moved.stream().map(GroupId::value).collect(Collectors.joining(" ")))
                + (moved.size() == 1 ? " does" : " do") + " not move back (failback: never)";
    }

    private String ofMove(int index, int group, boolean convert) {
        boolean firstConversion = convert && acts.subList(0, index).stream().noneMatch(
                act -> act instanceof Act.Convert || (act instanceof Act.Move move && move.convert()));
        if (firstConversion) {
            return "from here on there is no way back for "
                    + problem.groups.get(group).id();
        }
        boolean movesAgain = acts.subList(index + 1, acts.size()).stream()
                .anyMatch(act -> act instanceof Act.Move move && move.group() == group);
        boolean targetWaits = acts.get(index) instanceof Act.Move move && acts.subList(index + 1, acts.size()).stream()
                .anyMatch(act -> act instanceof Act.Upgrade(var node) && node == move.to());
        return movesAgain && targetWaits && problem.spec.failback() == UpgradeSpec.Failback.NEVER
                && problem.spec.preset() != Preset.DOCUMENTED
                ? "no upgraded node can take it yet, so it moves twice" : "";
    }

    private int firstUpgrade() {
        for (int i = 0; i < acts.size(); i++) {
            if (acts.get(i) instanceof Act.Upgrade) {
                return i;
            }
        }
        return acts.size();
    }

    private int lastUpgrade() {
        for (int i = acts.size() - 1; i >= 0; i--) {
            if (acts.get(i) instanceof Act.Upgrade) {
                return i;
            }
        }
        return -1;
    }

    private int lastMove() {
        for (int i = acts.size() - 1; i >= 0; i--) {
            if (!(acts.get(i) instanceof Act.Upgrade)) {
                return i;
            }
        }
        return -1;
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
