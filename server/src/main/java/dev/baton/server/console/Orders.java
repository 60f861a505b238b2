package dev.baton.server.console;

import dev.baton.cluster.api.Problem;
import dev.baton.console.Dialog;
import dev.baton.console.Known;
import dev.baton.console.Order;
import dev.baton.coordination.request.Ask;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.Request;
import dev.baton.server.access.Caller;
import dev.baton.server.api.Desk;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/// Puts what people order in the console to the leader: first as a dry run, whose answer is shown, then for good.
final class Orders {

    /// Without a login everybody in front of a console is the same person: what was paused at one node can be resumed
    /// at another.
    private static final String BY = "console";

    private final Desk desk;
    private final Function<String, Optional<PlanDocument>> plans;

    /// @param plans that were shown here, by digest
    Orders(Desk desk, Function<String, Optional<PlanDocument>> plans) {
        this.desk = desk;
        this.plans = plans;
    }

    /// Returns the dialog that shows what would be done, or why not.
    Dialog preview(Known known, Order order, Caller caller) throws InterruptedException {
        String key = UUID.randomUUID().toString();
        return order.complete() ? put(known, order, key, caller, true) : Dialog.choose(known, order, key);
    }

    /// Does it, and returns the dialog that says so, or why not.
    ///
    /// @param key of the form: sent twice, it is done once
    Dialog carryOut(Known known, Order order, String key, Caller caller) throws InterruptedException {
        return put(known, order, key, caller, false);
    }

    private Dialog put(Known known, Order order, String key, Caller caller, boolean dryRun)
            throws InterruptedException {
        Request request;
        try {
            request = order.request(plans);
        } catch (IllegalArgumentException wrong) {
            return Dialog.refused(known, order, Problem.of(400, "malformed", String.valueOf(wrong.getMessage())), key);
        }
        Desk.Reply reply = desk.put(new Ask(BY, key, dryRun, request), caller, false);
        return reply.accepted().map(answer -> dryRun
                        ? Dialog.would(known, order, order.notice(known, request, answer.lines()), answer, key)
                        : Dialog.done(known, order, answer))
                .orElseGet(() -> Dialog.refused(known, order, reply.problem(), key));
    }
}
