package dev.baton.demo;

import dev.baton.demo.DemoResult.NodeLine;
import dev.baton.demo.DemoResult.ServerLine;
import dev.baton.demo.clients.Found;
import dev.baton.demo.h2.H2Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Whether the demo showed what it claims. Fewer outages than planned are a fault too: somebody counted wrong.
///
/// @param result      what clients and data say, not judged yet
/// @param ended       what the run says
/// @param found       what was found of each client's rows
/// @param ownerFaults what the owner logs say of two owners at once
record Judgement(DemoResult result, UpgradeRun.Ended ended, Map<String, Found> found, List<String> ownerFaults) {

    /// Returns the result with every fault that was found.
    DemoResult judged() {
        List<String> faults = new ArrayList<>();
        if (!ended.view().status().equals("finished")) {
            faults.add("the run is " + ended.view().status()
                    + ended.view().waitingFor().map(what -> ", waiting for " + what).orElse("")
                    + ": see ./baton upgrade status");
        }
        if (result.outages() != result.plannedOutages()) {
            faults.add("clients had " + result.outages() + " outages, " + result.plannedOutages() + " were planned");
        }
        result.servers().forEach(server -> judge(server, faults));
        found.forEach((server, rows) -> {
            if (rows.strange() > 0) {
                faults.add(server + ": " + rows.strange() + " rows that its client did not write so");
            }
        });
        for (NodeLine node : result.nodes()) {
            if (!node.after().equals(result.to())) {
                faults.add(node.name() + " reads H2 " + node.after() + " instead of " + result.to());
            }
        }
        ownerFaults.forEach(fault -> faults.add("two owners at once: " + fault));
        return new DemoResult(result.product(), result.from(), result.to(), result.preset(), result.outages(),
                result.plannedOutages(), result.lowerBound(), result.documentedOutages(),
                result.exposureGroupMinutes(), result.measuredExposureGroupSeconds(), result.rowsPerSecond(),
                result.seconds(), result.plan(), result.proof(), result.steps(), result.nodes(), result.servers(),
                faults);
    }

    private static void judge(ServerLine server, List<String> faults) {
        if (server.rowsLost() > 0) {
            faults.add(server.name() + ": " + server.rowsLost() + " acknowledged rows are lost");
        }
        if (server.rowsAcknowledged() == 0) {
            faults.add(server.name() + ": no row was acknowledged");
        }
        if (!server.versionAfter().equals(H2Version.NEW.text())) {
            faults.add(server.name() + " is served by H2 " + server.versionAfter());
        }
        if (!server.formatAfter().equals(H2Version.NEW.format())) {
            faults.add(server.name() + ": its data is still " + server.formatAfter());
        }
        if (!server.oldVersionRefuses()) {
            faults.add(server.name() + ": H2 " + H2Version.OLD.text() + " still opens its data");
        }
    }
}
