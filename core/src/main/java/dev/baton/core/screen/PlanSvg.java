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
import java.util.Locale;
import java.util.TreeMap;

/// A plan as a picture: a lane for each node, time from left to right, groups as bars on their owner's lane, hatched
/// where a node is being changed, red where nobody could take the group over. Colours follow the reader's light or dark
/// scheme.
///
/// @param image that the plan was made for
/// @param plan  the plan
public record PlanSvg(ClusterImage image, Plan plan) {
    private static final int LEFT = 110;
    private static final int TOP = 46;
    private static final int LANE = 44;
    private static final int WIDTH = 960;
    /// No stage is narrower than this, or a move of seconds between upgrades of an hour could not be seen.
    private static final int NARROWEST = 26;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
              .small { font-size: 11px; fill: #57606a; }
              .lane { fill: #f3f5f7; } .out { fill: url(#hatch); } .hatch { stroke: #8c959f; }
              .group { fill: #2f81c7; } .open { fill: #c9372c; } .label { fill: #ffffff; font-size: 11px; }
              .rule { stroke: #d0d7de; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; } .small { fill: #9198a1; } .lane { fill: #1c2128; }
                .hatch { stroke: #768390; } .group { fill: #316dca; } .open { fill: #d9483b; }
                .label { fill: #ffffff; } .rule { stroke: #373e47; }
              }
            </style>
            <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line class="hatch" x1="0" y1="0" x2="0" y2="6" stroke-width="2"/></pattern></defs>
            """;

    /// Returns the document.
    public String text() {
        List<NodeImage> nodes = image.members();
        double[] edges = edges();
        int height = TOP + nodes.size() * LANE + 40;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + (LEFT + WIDTH
                + 20) + " " + height + "\" role=\"img\" aria-label=\"" + escape(title()) + "\">\n").append(STYLE);
        svg.append(text("", 8, 20, title()));
        for (int n = 0; n < nodes.size(); n++) {
            svg.append(rect("lane", LEFT, top(n), WIDTH, LANE - 8, ""));
            svg.append(text("", 8, top(n) + 22, nodes.get(n).id().value()));
        }
        for (int s = 0; s < plan.stages().size(); s++) {
            svg.append(text("small", edges[s] + 3, TOP - 6, String.valueOf(plan.stages().get(s).number())));
            svg.append("<line class=\"rule\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n".formatted(number(edges[s]),
                    TOP - 2, number(edges[s]), TOP + nodes.size() * LANE));
        }
        svg.append(bars(edges));
        svg.append(text("small", LEFT, height - 12, "numbers: steps of the plan; hatched: being upgraded; "
                + "red: nobody could take it over; widths are not to scale where a step is short"));
        return svg.append("</svg>\n").toString();
    }

    private String title() {
        return plan.spec().name() + ": " + Layout.counted(plan.outages(), "outage") + ", "
                + Layout.spoken(makespan()) + ", without failover "
                + Durations.groupMinutes(Exposure.of(image, plan).total());
    }

    private Duration makespan() {
        return plan.stages().stream().map(Stage::takes).reduce(Duration.ZERO, Duration::plus);
    }

    private int top(int lane) {
        return TOP + lane * LANE;
    }

    /// Where each stage begins, and where the last one ends.
    private double[] edges() {
        int count = plan.stages().size();
        double[] edges = new double[count + 1];
        double spare = Math.max(0, WIDTH - (double) NARROWEST * count);
        double all = Math.max(1, makespan().toMillis());
        edges[0] = LEFT;
        for (int s = 0; s < count; s++) {
            double share = plan.stages().get(s).takes().toMillis() / all;
            edges[s + 1] = edges[s] + Math.min(NARROWEST, (double) WIDTH / count) + spare * share;
        }
        return edges;
    }

    /// One rectangle for each group and stage, and one for each node that is out.
    private String bars(double[] edges) {
        Exposure exposure = Exposure.of(image, plan);
        StringBuilder svg = new StringBuilder();
        StringBuilder labels = new StringBuilder();
        ClusterImage now = image;
        TreeMap<GroupId, NodeId> labelled = new TreeMap<>();
        for (int s = 0; s < plan.stages().size(); s++) {
            Stage stage = plan.stages().get(s);
            double width = edges[s + 1] - edges[s];
            for (NodeId node : out(stage)) {
                if (!image.node(node).witness()) {
                    svg.append(rect("out", edges[s], top(lane(node)), width, LANE - 8, stage.title()));
                }
            }
            for (Step step : stage.steps()) {
                now = Projection.project(now, step);
            }
            for (GroupImage group : now.groups().values()) {
                group.owner().ifPresent(owner -> {
                    Bar bar = bar(group, owner, stage, edges[stage.number() - 1], width,
                            exposure.stages().get(stage.number() - 1).uncovered().contains(group.id()), labelled);
                    svg.append(bar.rect);
                    labels.append(bar.label);
                });
            }
        }
        return svg.append(labels).toString();
    }

    private static List<NodeId> out(Stage stage) {
        return switch (stage.subject()) {
            case Stage.Subject.UpgradeNode(var node) -> List.of(node);
            case Stage.Subject.UpgradeNodes(var nodes) -> nodes;
            case Stage.Subject.MoveGroup _, Stage.Subject.ConvertGroup _, Stage.Subject.DetachGroup _,
                    Stage.Subject.Pause _ -> List.of();
        };
    }

    /// A group during a stage. Labels are drawn over all bars: a short stage has no room for one.
    private record Bar(String rect, String label) {}

    private Bar bar(GroupImage group, NodeId owner, Stage stage, double x, double width, boolean open,
            TreeMap<GroupId, NodeId> labelled) {
        List<GroupId> peers = new ArrayList<>(image.groups().keySet());
        boolean apart = image.settings().oneGroupPerNode();
        double height = apart ? LANE - 16 : (LANE - 10.0) / Math.max(1, peers.size());
        double y = top(lane(owner)) + (apart ? 4 : 1 + height * peers.indexOf(group.id()));
        String rect = rect(open ? "open" : "group", x, y, width, height, group.id() + " on " + owner + ", step "
                + stage.number() + (open ? ": nobody could take it over" : ""));
        boolean label = height >= 14 && !owner.equals(labelled.put(group.id(), owner));
        return new Bar(rect, label ? text("label", x + 4, y + height / 2 + 4, group.id().value()) : "");
    }

    private int lane(NodeId node) {
        return image.members().stream().map(NodeImage::id).toList().indexOf(node);
    }

    private static String rect(String style, double x, double y, double width, double height, String tip) {
        String start = "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"".formatted(style, number(x),
                number(y), number(width), number(height));
        return tip.isEmpty() ? start + "/>\n" : start + "><title>" + escape(tip) + "</title></rect>\n";
    }

    private static String text(String style, double x, double y, String words) {
        return "<text" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + " x=\"" + number(x) + "\" y=\""
                + number(y) + "\">" + escape(words) + "</text>\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
