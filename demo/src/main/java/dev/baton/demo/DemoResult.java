package dev.baton.demo;

import java.util.List;

/// What the demo came to; as JSON it has these names. Counts of outages and rows are the clients'.
///
/// @param product                      what was upgraded
/// @param from                         version before
/// @param to                           version after
/// @param preset                       what the plan preferred
/// @param outages                      that clients had
/// @param plannedOutages               that the plan said
/// @param lowerBound                   fewer outages are impossible
/// @param documentedOutages            that the written procedure needs
/// @param exposureGroupMinutes         planned time without cover, summed over groups
/// @param measuredExposureGroupSeconds the same as it was
/// @param rowsPerSecond                that each client meant to write
/// @param seconds                      from the first step to the end of the run
/// @param plan                         digest of the plan
/// @param proof                        what the prover said of it, in a word
/// @param steps                        stages of the plan
/// @param nodes                        every node that runs groups
/// @param servers                      every virtual server
/// @param failures                     what was not as it should be, as sentences; empty when all was well
public record DemoResult(String product, String from, String to, String preset, int outages, int plannedOutages,
        int lowerBound, int documentedOutages, double exposureGroupMinutes, double measuredExposureGroupSeconds,
        int rowsPerSecond, double seconds, String plan, String proof, int steps, List<NodeLine> nodes,
        List<ServerLine> servers, List<String> failures) {

    public DemoResult {
        nodes = List.copyOf(nodes);
        servers = List.copyOf(servers);
        failures = List.copyOf(failures);
    }

    /// A node.
    ///
    /// @param before version of the product that it read before
    /// @param after  version that it reads now
    public record NodeLine(String name, String before, String after) {}

    /// A virtual server.
    ///
    /// @param owner             the node it is on now
    /// @param ownerBefore       the node it was on
    /// @param outages           that its client had
    /// @param longestOutageMs   the longest of them
    /// @param totalOutageMs     all of them together
    /// @param longestPauseMs    the longest time between two good operations in which none failed
    /// @param rowsAcknowledged  rows whose commit returned
    /// @param rowsFound         of these, found again through a fresh connection
    /// @param rowsLost          of these, not found or changed
    /// @param rowsInDoubt       rows whose commit was sent and did not return; either is right
    /// @param versionBefore     what the server said of its version before
    /// @param versionAfter      what it says now
    /// @param formatBefore      format of the data before, as the data said
    /// @param formatAfter       format of the data now
    /// @param oldVersionRefuses whether the old version refuses the data now
    public record ServerLine(String name, String owner, String ownerBefore, int outages, long longestOutageMs,
            long totalOutageMs, long longestPauseMs, long rowsAcknowledged, long rowsFound, long rowsLost,
            long rowsInDoubt, String versionBefore, String versionAfter, String formatBefore, String formatAfter,
            boolean oldVersionRefuses) {}
}
