package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.convert;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.Command;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Kind;
import dev.baton.core.plan.Step;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Law 11.
class BackupFirstTest {

    @Test
    void no_conversion_without_a_backup_of_this_run() {
        LawTable.of(11, image(true)).refuses(convert(1), "evs1 has no backup of this run")
                .after(new Step.Backup(group(1))).allows(convert(1))
                .refuses(convert(2), "evs2 has no backup of this run");
    }

    @Test
    void a_kind_that_declares_no_backup_needs_none() {
        LawTable.of(11, image(false)).allows(convert(1)).after(convert(1)).mayEnd();
    }

    @Test
    void after_the_conversion_a_new_backup_is_due() {
        LawTable.of(11, image(true)).after(new Step.Backup(group(1)), convert(1))
                .mayNotEnd("evs1 was converted and has no backup since")
                .refuses(new Step.Finalize(), "evs1 was converted and has no backup since")
                .after(new Step.Backup(group(1))).mayEnd().allows(new Step.Finalize());
    }

    @Test
    void the_backup_before_one_conversion_is_stale_for_the_next() {
        LawTable.of(11, image(true)).after(new Step.Backup(group(1)), convert(1))
                .refuses(convert(1), "evs1 has no backup of this run");
    }

    private static ClusterImage image(boolean required) {
        Kind kind = Scenes.kind(DataMode.STRICT);
        return Scenes.fourNodes(DataMode.STRICT).with(new Kind(kind.id(), kind.product(), kind.data(), 2, true, false,
                kind.upgrade(), kind.convert(), Optional.of(new Kind.Backup(required, new Command("save"),
                        Optional.empty())), Optional.empty(), Optional.empty()));
    }
}
