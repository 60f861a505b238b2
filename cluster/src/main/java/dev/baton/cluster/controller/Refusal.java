package dev.baton.cluster.controller;

import dev.baton.coordination.request.Answer;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RequestReason;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Refusals in the few shapes that requests need.
final class Refusal {

    private Refusal() {}

    static Answer because(Reason... reasons) {
        return new Answer.Refused(Arrays.asList(reasons));
    }

    static Answer because(List<? extends Reason> reasons) {
        return new Answer.Refused(List.copyOf(reasons));
    }

    static Answer notSo(String rule, String facts, String wayOut) {
        return because(new RequestReason.NotSo(rule, facts, wayOut));
    }

    static Answer unknown(String what, Object name, Collection<?> known) {
        return because(new RequestReason.Unknown(what, name.toString(),
                known.stream().map(Object::toString).toList()));
    }
}
