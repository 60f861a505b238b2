package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.hold;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.plan.UpgradeSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Law 4.
class CoverKeptTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.COMPATIBLE);

    @Test
    void the_last_takeover_target_is_not_taken_silently() {
        LawTable.of(4, FOUR).refuses(hold(4),
                "this takes the last takeover target of evs1, and the plan does not say so",
                "this takes the last takeover target of evs2, and the plan does not say so",
                "this takes the last takeover target of evs3, and the plan does not say so");
    }

    @Test
    void one_of_two_standbys_may_go() {
        LawTable.of(4, Scenes.cluster(DataMode.COMPATIBLE, true, 5, 1, 2, 3)).allows(hold(4)).allows(hold(5))
                .after(hold(4)).refuses(hold(5),
                        "this takes the last takeover target of evs1, and the plan does not say so",
                        "this takes the last takeover target of evs2, and the plan does not say so",
                        "this takes the last takeover target of evs3, and the plan does not say so");
    }

    @Test
    void what_was_announced_may_be_done_when_no_limit_was_named() {
        announced(Optional.empty()).allows(hold(4));
    }

    @Test
    void what_was_announced_is_refused_above_the_accepted_time() {
        announced(Optional.of(Duration.ofMinutes(240))).allows(hold(4));
        announced(Optional.of(Duration.ofMinutes(45))).refuses(hold(4),
                "evs1 would have no takeover target for 4h; accepted are 45m",
                "evs2 would have no takeover target for 4h; accepted are 45m",
                "evs3 would have no takeover target for 4h; accepted are 45m");
    }

    @Test
    void a_step_that_takes_no_cover_is_not_asked() {
        LawTable.of(4, Scenes.down(FOUR, 4)).allows(hold(4));
    }

    @Test
    void a_group_nobody_can_take_on_the_way_back_does_not_block_it() {
        LawTable.of(4, FOUR).with(Trace::turnedBack).allows(hold(4));
    }

    private static LawTable announced(Optional<Duration> accepted) {
        UpgradeSpec any = Scenes.upgrade();
        UpgradeSpec spec = new UpgradeSpec(any.name(), any.products(), any.restart(), any.preset(), any.failback(),
                any.convert(), any.moveTakes(), any.stopBefore(), accepted, any.soakAfterNode(), any.onFailure());
        Duration each = Duration.ofMinutes(240);
        Announcement said = new Announcement(new TreeMap<>(Map.of(group(1), each, group(2), each, group(3), each)),
                new TreeSet<>(), new TreeSet<>(), 1);
        return new LawTable(Rulebook.law(4), Trace.begin(spec, said, FOUR));
    }
}
