package dev.baton.cluster.api;

import dev.baton.core.model.Reason;
import java.util.List;
import java.util.stream.Collectors;

/// Why something was not done, as RFC 9457 has it. Nothing was changed.
///
/// @param title   in a few words: `refused`, `malformed`, `no leader`, `unknown`
/// @param status  of the HTTP answer
/// @param detail  whole sentences for people, one line each
/// @param reasons of a refusal, the most telling first
public record Problem(String title, int status, String detail, List<Because> reasons) {

    public Problem {
        reasons = List.copyOf(reasons);
    }

    /// One reason, for machines.
    ///
    /// @param wayOut what would make it legal; empty when nothing would
    public record Because(String rule, String facts, String wayOut) {}

    /// Returns the problem of a refused request; its status is 409.
    public static Problem refused(List<Reason> reasons) {
        return new Problem("refused", 409, reasons.stream().map(Reason::text).collect(Collectors.joining("\n")),
                reasons.stream().map(r -> new Because(r.rule(), r.facts(), r.wayOut())).toList());
    }

    /// Returns a problem without reasons.
    public static Problem of(int status, String title, String detail) {
        return new Problem(title, status, detail, List.of());
    }
}
