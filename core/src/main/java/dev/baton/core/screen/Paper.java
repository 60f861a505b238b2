package dev.baton.core.screen;

import java.util.Collections;
import java.util.List;

/// Something to be read, written down once and rendered as Markdown or as one HTML file.
///
/// @param title of all of it
/// @param parts in order
record Paper(String title, List<Part> parts) {

    Paper {
        parts = List.copyOf(parts);
    }

    /// A piece of it.
    sealed interface Part {

        record Heading(String text) implements Part {}

        record Words(String text) implements Part {}

        /// Rows under a header; a table without rows is left out.
        ///
        /// @param caption what it shows, for who does not see it
        record Grid(String caption, List<String> header, List<List<String>> rows) implements Part {
            public Grid {
                header = List.copyOf(header);
                rows = List.copyOf(rows);
            }
        }

        /// @param svg   a picture
        /// @param words what HTML leaves out because it shows the picture
        record Picture(String svg, String words) implements Part {}

        /// Lines as a program printed them, shown on request.
        record Output(String summary, String text) implements Part {}
    }

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #ffffff;
              --shade: #f3f5f7; --link: #0b57a4; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #373e47;
              --paper: #0f1318; --shade: #1c2128; --link: #6cb0ff; } }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
            main { max-width: 75rem; margin: 0 auto; padding: 1.5rem; }
            h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
            p { margin: .4rem 0; max-width: 60rem; } figure { margin: 1rem 0; overflow-x: auto; }
            figure svg { width: 100%; min-width: 40rem; height: auto; display: block; }
            .wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
            caption { text-align: left; color: var(--soft); padding: .2rem 0; }
            th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
              border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
            td { overflow-wrap: anywhere; } thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
            tbody th { font-weight: 600; }
            details { margin: .5rem 0; } summary { cursor: pointer; color: var(--link); }
            pre { background: var(--shade); padding: .7rem; overflow-x: auto; white-space: pre-wrap;
              overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace; }
            :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
            @media print {
              :root { color-scheme: light; --ink: #000; --soft: #333; --line: #999; --paper: #fff; --shade: #fff; }
              main { max-width: none; padding: 0; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; }
              thead { display: table-header-group; } figure svg { min-width: 0; } .wide { overflow: visible; }
              * { print-color-adjust: exact; } details::details-content { content-visibility: visible; height: auto; }
              pre { border: 1px solid var(--line); }
            }
            """;

    /// Returns it as Markdown (CommonMark with the tables of GitHub's).
    String markdown() {
        StringBuilder text = new StringBuilder("# " + Markup.markdown(title) + "\n");
        for (Part part : parts) {
            String own = switch (part) {
                case Part.Heading(var words) -> "## " + Markup.markdown(words) + "\n";
                case Part.Words(var words) -> Markup.markdown(words) + "\n";
                case Part.Grid grid -> markdown(grid);
                case Part.Picture(_, var words) -> words.isEmpty() ? "" : Markup.markdown(words) + "\n";
                case Part.Output(var summary, var output) -> Markup.markdown(summary) + ":\n\n" + fenced(output);
            };
            text.append(own.isEmpty() ? "" : "\n" + own);
        }
        return text.toString();
    }

    private static String markdown(Part.Grid grid) {
        if (grid.rows().isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(row(grid.header()));
        text.append(row(Collections.nCopies(grid.header().size(), "---")));
        grid.rows().forEach(cells -> text.append(row(cells.stream().map(Markup::markdown).toList())));
        return text.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /// In a fence that is longer than any in the text.
    private static String fenced(String output) {
        String fence = "```";
        while (output.contains(fence)) {
            fence += "`";
        }
        return fence + "text\n" + Markup.printable(output).stripTrailing() + "\n" + fence + "\n";
    }

    /// Returns it as one HTML file (the living standard), which loads nothing.
    String html() {
        StringBuilder text = new StringBuilder("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="generator" content="Baton">
                """).append("<title>").append(Markup.escape(title)).append("</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<h1>").append(Markup.escape(title)).append("</h1>\n");
        for (Part part : parts) {
            text.append(switch (part) {
                case Part.Heading(var words) -> "<h2>" + Markup.escape(words) + "</h2>\n";
                case Part.Words(var words) -> "<p>" + Markup.escape(words) + "</p>\n";
                case Part.Grid grid -> html(grid);
                case Part.Picture(var svg, _) -> "<figure tabindex=\"0\">\n" + svg + "</figure>\n";
                case Part.Output(var summary, var output) -> "<details><summary>" + Markup.escape(summary)
                        + "</summary><pre tabindex=\"0\">" + Markup.escape(output.stripTrailing())
                        + "</pre></details>\n";
            });
        }
        return text.append("</main>\n</body>\n</html>\n").toString();
    }

    private static String html(Part.Grid grid) {
        if (grid.rows().isEmpty()) {
            return "";
        }
        String caption = Markup.escape(grid.caption());
        StringBuilder text = new StringBuilder("<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\""
                + caption + "\"><table>\n<caption>" + caption + "</caption>\n<thead><tr>");
        grid.header().forEach(cell -> text.append("<th scope=\"col\">").append(Markup.escape(cell)).append("</th>"));
        text.append("</tr></thead>\n<tbody>\n");
        for (List<String> cells : grid.rows()) {
            text.append("<tr><th scope=\"row\">").append(Markup.escape(cells.getFirst())).append("</th>");
            cells.subList(1, cells.size()).forEach(cell -> text.append("<td>").append(Markup.escape(cell))
                    .append("</td>"));
            text.append("</tr>\n");
        }
        return text.append("</tbody>\n</table></div>\n").toString();
    }
}
