package dev.baton.console;

import dev.baton.core.plan.Preset;
import dev.baton.core.prover.ProcedureReader;
import dev.baton.core.screen.FinalizeScreen;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All runs, and the forms from which an upgrade is planned or a procedure is proved.
///
/// @param presets their words
/// @param example of an upgrade
/// @param grammar of a procedure's steps
/// @param level   what `baton finalize` prints
/// @param raising what can be done about it
public record UpgradesPage(Frame frame, List<Row> rows, List<String> presets, String example,
        String grammar, String level, List<Menu.Item> raising) {

    private static final String EXAMPLE = """
            upgrade: my-upgrade
            products:
              - product: PRODUCT
                from: ">=1.0 <2.0"
                to: 2.0
                install: /opt/upgrade/install
                self-test: /opt/upgrade/self-test
                takes: 10m
            prefer: fewest-outages
            stop-before: [finalize]
            accept: {no-failover: 45m per group}
            """;

    /// A run in a list.
    public record Row(String name, String href, Mark mark, String upgrade, String by, String started,
            String ended) {}

    static UpgradesPage of(Known known) {
        List<Row> rows = known.runs().stream().map(run -> {
            Mark mark = known.run().filter(view -> view.run().equals(run.run()))
                    .map(view -> Mark.ofRun(view.status())).orElse(new Mark("ended", "offline"));
            return new Row(run.run().value(), Paths.run(run.run()), mark, run.name(), run.by(),
                    Times.utc(run.started()), run.ended().map(Times::utc).orElse("-"));
        }).toList();
        FinalizeScreen screen = known.status().finalizing();
        return new UpgradesPage(Frame.of(known, "Upgrades", Paths.UPGRADES), rows,
                Stream.of(Preset.values()).map(Preset::word).toList(), EXAMPLE,
                ProcedureReader.GRAMMAR, screen.text(), screen.concerns() ? List.of(Menu.item(Verb.FINALIZE,
                        Map.of("level", String.valueOf(screen.next())), "\u2026")) : List.of());
    }
}
