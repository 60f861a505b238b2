package dev.baton.core.screen;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.core.plan.Durations;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.planner.PlanReport;
import dev.baton.core.planner.Planner;
import dev.baton.core.planner.Planning;
import dev.baton.core.planner.WhatIf;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plans side by side: `baton plan --compare` and `baton plan --what-if`.
///
/// @param title what differs from line to line, in capitals
/// @param plans by what makes them different, in order; empty where the cluster could not even be imagined
public record CompareScreen(String title, Map<String, Optional<Planning>> plans) {

    public CompareScreen {
        plans = Collections.unmodifiableMap(new LinkedHashMap<>(plans));
    }

    /// Returns the same upgrade planned by every preset.
    public static CompareScreen presets(ClusterImage image, UpgradeSpec spec) {
        Map<String, Optional<Planning>> plans = new LinkedHashMap<>();
        for (Preset preset : Preset.values()) {
            plans.put(preset.word(), Optional.of(Planner.plan(image, spec.withPreset(preset))));
        }
        return new CompareScreen("PRESET", plans);
    }

    /// Returns the same upgrade planned for the cluster as it is, with one more empty node, with two, and without each
    /// of its nodes.
    public static CompareScreen nodes(ClusterImage image, UpgradeSpec spec) {
        Map<String, Optional<Planning>> plans = new LinkedHashMap<>();
        Optional<ClusterImage> more = WhatIf.oneMoreNode(image);
        plans.put("as it is", Optional.of(Planner.plan(image, spec)));
        plans.put("+1 node", more.map(larger -> Planner.plan(larger, spec)));
        plans.put("+2 nodes", more.flatMap(WhatIf::oneMoreNode).map(larger -> Planner.plan(larger, spec)));
        image.members().forEach(node -> plans.put("-" + node.id(), without(image, node.id(), spec)));
        return new CompareScreen("CLUSTER", plans);
    }

    private static Optional<Planning> without(ClusterImage image, NodeId node, UpgradeSpec spec) {
        return WhatIf.without(image, node).map(smaller -> Planner.plan(smaller, spec));
    }

    /// Returns the table; below it why some lines have no plan.
    public String text() {
        Table table = new Table(title, "OUTAGES", "NO FAILOVER", "WORST", "TAKES", "NO RETURN", "BEST");
        Map<String, List<String>> without = new LinkedHashMap<>();
        plans.forEach((name, planning) -> {
            if (planning.isEmpty()) {
                without.computeIfAbsent("its groups would find no node", _ -> new ArrayList<>()).add(name);
                table.row(name, "no plan", "", "", "", "", "");
                return;
            }
            switch (planning.get()) {
                case Planning.Planned(_, var report) -> table.row(row(name, report));
                case Planning.Infeasible(var because, _) -> {
                    without.computeIfAbsent(because.getFirst().facts() + " (" + because.getFirst().rule() + ")",
                            _ -> new ArrayList<>()).add(name);
                    table.row(name, "no plan", "", "", "", "", "");
                }
            }
        });
        StringBuilder text = new StringBuilder(table.text());
        without.forEach((why, names) -> text.append(Layout.fill(String.join(" ", names) + ": ", why)));
        return text.toString();
    }

    private static List<String> row(String name, PlanReport report) {
        return List.of(name, String.valueOf(report.outages()), exposure(report),
                Durations.text(report.worstExposure()), Durations.text(report.makespan()),
                report.pointOfNoReturn().isPresent() ? "step " + report.pointOfNoReturn().getAsInt() : "-",
                report.optimal() ? "proved" : "-");
    }

    private static String exposure(PlanReport report) {
        return report.exposure().isZero() ? "0" : Layout.minutes(report.exposure()) + " group-min";
    }
}
