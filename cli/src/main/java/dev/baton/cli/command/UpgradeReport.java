package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.tree.Json;
import dev.baton.core.report.RunReport;
import dev.baton.core.screen.ReportPaper;
import dev.baton.core.screen.ReportTail;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `baton upgrade report`.
@Command(name = "report", description = {"Reports what a run was to do, what it took and what clients noticed.",
        "As md or html it has everything: each outage and why, owners, steps and what",
        "they printed, decisions, overhead; the html file has a picture."})
public final class UpgradeReport extends RunVerb {

    @Option(names = "--format", paramLabel = "FORMAT", description = "text, md, html or json (default: text)")
    String format = "text";

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", description = "writes it there")
    @Nullable String output;

    public UpgradeReport(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        String wanted = json ? "json" : format;
        if (!List.of("text", "md", "html", "json").contains(wanted)) {
            throw Failure.usage("--format: there is no format '" + format + "'; known: text, md, html, json.");
        }
        RunReport report = report();
        String written = switch (wanted) {
            case "md" -> new ReportPaper(report).markdown();
            case "html" -> new ReportPaper(report).html();
            case "json" -> Json.text(report) + "\n";
            default -> new ReportTail(report, status().now()).text();
        };
        if (output != null) {
            new Documents(session.directory()).write(output, written);
        } else if (wanted.equals("text")) {
            terminal().text(written);
        } else {
            terminal().raw(written);
        }
        return Exit.DONE;
    }
}
