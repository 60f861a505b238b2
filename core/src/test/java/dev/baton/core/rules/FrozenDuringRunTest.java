package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.hold;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Reason;
import dev.baton.core.model.RunId;
import dev.baton.core.model.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Law 10.
class FrozenDuringRunTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void a_definition_that_changed_during_the_run_stops_it() {
        ClusterImage changed = FOUR.withSettings(new Settings("lab", false, "none"));
        LawTable.of(10, FOUR).allows(hold(4)).with(trace -> trace.at(changed))
                .refuses(hold(4), "the definition of settings has changed since the run began")
                .with(trace -> trace.overriding("settings")).allows(hold(4));
    }

    @Test
    void every_definition_is_watched_and_nothing_else() {
        ClusterImage changed = FOUR.with(Scenes.kind(DataMode.COMPATIBLE)).without(group(3)).without(node(4));
        assertThat(FrozenDuringRun.changes(FOUR, changed)).containsExactly("kind evs", "node node4", "group evs3");
        assertThat(FrozenDuringRun.changes(FOUR, Scenes.down(Scenes.upgraded(FOUR, 1), 2))).isEmpty();
    }

    @Test
    void while_a_run_is_on_changes_are_refused_at_the_door() {
        assertThat(FrozenDuringRun.against(FOUR, Optional.of(new RunId("r7")), "group evs1 is not changed"))
                .extracting(Reason::text).containsExactly("group evs1 is not changed while run r7 is on "
                        + "(law 10, frozen during a run). wait for its end, or: baton upgrade abort.");
        assertThat(FrozenDuringRun.against(FOUR, Optional.empty(), "group evs1 is not changed")).isEmpty();
    }

    @Test
    void while_versions_of_a_strict_product_differ_changes_are_refused_too() {
        assertThat(FrozenDuringRun.against(Scenes.upgraded(FOUR, 4), Optional.empty(), "group evs1 is not changed"))
                .extracting(Reason::facts).containsExactly("group evs1 is not changed while evs is at 1.0 and 2.0");
        assertThat(FrozenDuringRun.against(Scenes.upgraded(Scenes.fourNodes(DataMode.COMPATIBLE), 4),
                Optional.empty(), "group evs1 is not changed")).isEmpty();
    }
}
