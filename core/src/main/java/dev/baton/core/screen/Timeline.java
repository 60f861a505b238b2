package dev.baton.core.screen;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Nodes over time as an SVG 1.1 picture: a lane for each node, time from left to right in columns, bars on the lanes.
/// Colours follow the reader's light or dark scheme.
///
/// @param title   also what a screen reader says of the picture
/// @param lanes   names, from top to bottom
/// @param columns from left to right
/// @param bars    drawn in this order, their labels over all of them
/// @param legend  one line below
record Timeline(String title, List<String> lanes, List<Column> columns, List<Bar> bars, String legend) {
    private static final int LEFT = 110;
    private static final int TOP = 46;
    private static final int LANE = 44;
    private static final int WIDTH = 960;
    /// No column is narrower than this, or a move of seconds between upgrades of an hour could not be seen.
    private static final int NARROWEST = 26;
    /// Nor is a bar, or an outage of a second could not be seen.
    private static final double THINNEST = 1.5;
    /// A lower bar has no room for a label.
    private static final int LETTERS = 14;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1b1f24; }
              .small { font-size: 11px; fill: #57606a; }
              .lane { fill: #f3f5f7; } .out { fill: url(#hatch); } .hatch { stroke: #8c959f; }
              .group { fill: #2f81c7; } .open { fill: #c9372c; } .label { fill: #ffffff; font-size: 11px; }
              .down { fill: #1b1f24; stroke: #1b1f24; } .rule { stroke: #d0d7de; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; } .small { fill: #9198a1; } .lane { fill: #1c2128; }
                .hatch { stroke: #768390; } .group { fill: #316dca; } .open { fill: #d9483b; }
                .label { fill: #ffffff; } .down { fill: #0d1117; stroke: #e6edf3; } .rule { stroke: #373e47; }
              }
            </style>
            <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <line class="hatch" x1="0" y1="0" x2="0" y2="6" stroke-width="2"/></pattern></defs>
            """;

    /// @param lasts its share of the width
    /// @param wide  whether it is as wide as its time; otherwise as narrow as may be
    record Column(String label, Duration lasts, boolean wide) {}

    /// Something on a lane.
    ///
    /// @param style `out`, `group`, `open` or `down`
    /// @param slot  where on the lane
    /// @param from  in columns: 2.5 is the middle of the third
    /// @param to    in columns
    /// @param tip   in words
    /// @param label written on it where there is room; empty for none
    record Bar(String style, int lane, Slot slot, double from, double to, String tip, String label) {}

    /// A part of a lane's height.
    ///
    /// @param top    from the lane's top, in pixels
    /// @param height in pixels
    record Slot(double top, double height) {
        static final Slot WHOLE = new Slot(0, LANE - 8);
        /// Of something that has a lane to itself.
        static final Slot ALONE = new Slot(4, LANE - 16);

        /// One of several that share a lane.
        static Slot of(int index, int count) {
            double height = (LANE - 10.0) / Math.max(1, count);
            return new Slot(1 + height * index, height);
        }

        boolean hasRoomForLabel() {
            return height >= LETTERS;
        }
    }

    /// Returns the document.
    String text() {
        double[] edges = edges();
        int height = TOP + lanes.size() * LANE + 40;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + (LEFT + WIDTH
                + 20) + " " + height + "\" role=\"img\" aria-label=\"" + Markup.escape(title) + "\">\n").append(STYLE);
        svg.append(text("", 8, 20, title));
        for (int n = 0; n < lanes.size(); n++) {
            svg.append(rect("lane", LEFT, top(n), WIDTH, LANE - 8, ""));
            svg.append(text("", 8, top(n) + 22, lanes.get(n)));
        }
        for (int s = 0; s < columns.size(); s++) {
            svg.append(text("small", edges[s] + 3, TOP - 6, columns.get(s).label()));
            svg.append("<line class=\"rule\" x1=\"%s\" y1=\"%d\" x2=\"%s\" y2=\"%d\"/>\n".formatted(number(edges[s]),
                    TOP - 2, number(edges[s]), TOP + lanes.size() * LANE));
        }
        StringBuilder labels = new StringBuilder();
        for (Bar bar : bars) {
            double x = place(edges, bar.from());
            double y = top(bar.lane()) + bar.slot().top();
            svg.append(rect(bar.style(), x, y, Math.max(THINNEST, place(edges, bar.to()) - x), bar.slot().height(),
                    bar.tip()));
            if (!bar.label().isEmpty() && bar.slot().hasRoomForLabel()) {
                labels.append(text("label", x + 4, y + bar.slot().height() / 2 + 4, bar.label()));
            }
        }
        svg.append(labels).append(text("small", LEFT, height - 12, legend));
        return svg.append("</svg>\n").toString();
    }

    private static int top(int lane) {
        return TOP + lane * LANE;
    }

    private static double place(double[] edges, double columns) {
        int column = (int) Math.min(Math.floor(columns), edges.length - 1.0);
        double within = columns - column;
        return within <= 0 || column == edges.length - 1 ? edges[column]
                : edges[column] + within * (edges[column + 1] - edges[column]);
    }

    /// Where each column begins, and where the last one ends.
    private double[] edges() {
        int count = columns.size();
        double[] edges = new double[count + 1];
        double spare = Math.max(0, WIDTH - (double) NARROWEST * count);
        double all = Math.max(1, columns.stream().filter(Column::wide).mapToLong(one -> one.lasts().toMillis()).sum());
        edges[0] = LEFT;
        for (int s = 0; s < count; s++) {
            double share = columns.get(s).wide() ? columns.get(s).lasts().toMillis() / all : 0;
            edges[s + 1] = edges[s] + Math.min(NARROWEST, (double) WIDTH / count) + spare * share;
        }
        return edges;
    }

    private static String rect(String style, double x, double y, double width, double height, String tip) {
        String start = "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"".formatted(style, number(x),
                number(y), number(width), number(height));
        return tip.isEmpty() ? start + "/>\n" : start + "><title>" + Markup.escape(tip) + "</title></rect>\n";
    }

    private static String text(String style, double x, double y, String words) {
        return "<text" + (style.isEmpty() ? "" : " class=\"" + style + "\"") + " x=\"" + number(x) + "\" y=\""
                + number(y) + "\">" + Markup.escape(words) + "</text>\n";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
