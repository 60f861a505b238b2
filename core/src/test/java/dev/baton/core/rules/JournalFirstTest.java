package dev.baton.core.rules;

import static dev.baton.core.rules.LawTable.convert;
import static dev.baton.core.rules.LawTable.hold;
import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.release;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.Step;
import org.junit.jupiter.api.Test;

/// Law 13, as far as images show it.
class JournalFirstTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void an_install_that_has_succeeded_is_not_done_again() {
        LawTable.of(13, FOUR).allows(install(4)).after(install(4)).refuses(install(4), "node4 has evs 2.0 already");
    }

    @Test
    void a_conversion_that_has_succeeded_is_not_done_again() {
        LawTable.of(13, FOUR).allows(convert(1)).after(convert(1))
                .refuses(convert(1), "the data of evs1 is at 2.0 already");
    }

    @Test
    void after_finalize_nothing_is_done() {
        LawTable.of(13, FOUR).after(new Step.Finalize()).refuses(hold(4), "the run was finalized")
                .refuses(new Step.Finalize(), "the run was finalized");
    }

    @Test
    void steps_that_may_be_repeated_are() {
        LawTable.of(13, FOUR).after(hold(4)).allows(hold(4)).after(release(4)).allows(hold(4));
    }
}
