package dev.baton.cli.command;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.tree.Json;

class SavedPlanFuzzTest {

    @FuzzTest
    void a_saved_plan_is_read_whole_or_refused(byte[] input) {
        read(Json.Malformed.class, () -> Json.read(text(input), PlanDocument.class)).ifPresent(saved -> {
            saved.whole();
            PlanDocument again = PlanDocument.of(saved.plan(), saved.image());
            holds(again.whole(), "a plan just saved is not whole");
            PlanDocument read = Json.read(Json.text(again), PlanDocument.class);
            same(read, again);
            holds(read.whole(), "a plan that is read again is not whole");
        });
    }
}
