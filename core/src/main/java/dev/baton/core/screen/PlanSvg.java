package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.Projection;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import dev.baton.core.rules.Exposure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// A plan as a picture: a lane for each node, time from left to right, groups as bars on their owner's lane, hatched
/// where a node is being changed, red where nobody could take the group over.
///
/// @param image that the plan was made for
/// @param plan  the plan
public record PlanSvg(ClusterImage image, Plan plan) {

    /// Returns the document.
    public String text() {
        return new Timeline(title(), image.members().stream().map(node -> node.id().value()).toList(),
                plan.stages().stream().map(stage -> new Timeline.Column(String.valueOf(stage.number()), stage.takes(),
                        true)).toList(), bars(), "numbers: steps of the plan; hatched: being upgraded; red: nobody "
                        + "could take it over; widths are not to scale where a step is short").text();
    }

    private String title() {
        return plan.spec().name() + ": " + Layout.counted(plan.outages(), "outage") + ", "
                + Layout.spoken(makespan()) + ", without failover "
                + Durations.groupMinutes(Exposure.of(image, plan).total());
    }

    private Duration makespan() {
        return plan.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
    }

    /// One for each node that is out in a stage, and one for each group and stage.
    private List<Timeline.Bar> bars() {
        Exposure exposure = Exposure.of(image, plan);
        List<Timeline.Bar> bars = new ArrayList<>();
        ClusterImage now = image;
        TreeMap<GroupId, NodeId> labelled = new TreeMap<>();
        for (int s = 0; s < plan.stages().size(); s++) {
            Stage stage = plan.stages().get(s);
            for (NodeId node : out(stage)) {
                if (!image.node(node).witness()) {
                    bars.add(new Timeline.Bar("out", lane(node), Timeline.Slot.WHOLE, s, s + 1.0, stage.title(), ""));
                }
            }
            for (Step step : stage.steps()) {
                now = Projection.project(now, step);
            }
            for (GroupImage group : now.groups().values()) {
                boolean open = exposure.stages().get(s).uncovered().contains(group.id());
                group.owner().ifPresent(owner -> bars.add(bar(group, owner, stage, open, labelled)));
            }
        }
        return bars;
    }

    private static List<NodeId> out(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode(var node) -> List.of(node);
            case Stage.Subject.UpgradeNodes(var nodes) -> nodes;
            case Stage.Subject.MoveGroup _, Stage.Subject.Canary _, Stage.Subject.ConvertGroup _,
                    Stage.Subject.DetachGroup _, Stage.Subject.SaveTogether _, Stage.Subject.Pause _ -> List.of();
        };
    }

    private Timeline.Bar bar(GroupImage group, NodeId owner, Stage stage, boolean open,
            TreeMap<GroupId, NodeId> labelled) {
        List<GroupId> peers = new ArrayList<>(image.groups().keySet());
        Timeline.Slot slot = image.settings().oneGroupPerNode() ? Timeline.Slot.ALONE
                : Timeline.Slot.of(peers.indexOf(group.id()), peers.size());
        boolean label = slot.hasRoomForLabel() && !owner.equals(labelled.put(group.id(), owner));
        return new Timeline.Bar(open ? "open" : "group", lane(owner), slot, stage.number() - 1.0, stage.number(),
                group.id() + " on " + owner + ", step " + stage.number() + (open ? ": nobody could take it over" : ""),
                label ? group.id().value() : "");
    }

    private int lane(NodeId node) {
        return image.members().stream().map(NodeImage::id).toList().indexOf(node);
    }
}
