package dev.baton.core.rules;

import static dev.baton.core.Scenes.node;
import static dev.baton.core.rules.LawTable.convert;
import static dev.baton.core.rules.LawTable.move;
import static dev.baton.core.rules.LawTable.offline;
import static dev.baton.core.rules.LawTable.online;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.NodeFacts;
import org.junit.jupiter.api.Test;

/// Law 2.
class FitLawTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void strict_data_start_only_under_their_own_version() {
        LawTable.of(2, FOUR).allows(move(1, 1, 4));
        LawTable.of(2, Scenes.upgraded(FOUR, 4)).refuses(move(1, 1, 4),
                "node4 has evs 2.0, which cannot open the data of evs1 (1.0)");
    }

    @Test
    void backward_data_start_under_newer_versions_until_they_are_converted() {
        ClusterImage ahead = Scenes.upgraded(Scenes.fourNodes(DataMode.BACKWARD), 4);
        LawTable.of(2, ahead).allows(move(1, 1, 4)).after(move(1, 1, 4)).allows(move(1, 4, 1))
                .after(offline(1, Scenes.ATTENDANT), convert(1), online(1, Scenes.ATTENDANT))
                .refuses(move(1, 4, 1), "node1 has evs 1.0, which cannot open the data of evs1 (2.0)");
    }

    @Test
    void compatible_data_start_anywhere() {
        ClusterImage image = Scenes.upgraded(Scenes.fourNodes(DataMode.COMPATIBLE), 4);
        LawTable.of(2, image).allows(move(1, 1, 4)).after(move(1, 1, 4)).allows(move(1, 4, 1));
    }

    @Test
    void a_kind_that_names_no_way_to_read_a_version_fits_everywhere_if_its_data_are_compatible() {
        for (DataMode mode : DataMode.values()) {
            ClusterImage image = Scenes.fourNodes(mode);
            image = image.with(image.node(node(4)).withFacts(NodeFacts.UNKNOWN));
            if (mode == DataMode.COMPATIBLE) {
                LawTable.of(2, image).allows(move(1, 1, 4));
            } else {
                LawTable.of(2, image).refuses(move(1, 1, 4),
                        "node4 has evs (version unknown), which cannot open the data of evs1 (1.0)");
            }
        }
    }

    @Test
    void a_group_moves_partly_offline_where_its_data_could_not_be_opened_but_does_not_start_there() {
        LawTable.of(2, Scenes.upgraded(FOUR, 4)).after(offline(1, Scenes.ATTENDANT)).allows(move(1, 1, 4))
                .after(move(1, 1, 4))
                .refuses(online(1, Scenes.ATTENDANT), "node4 has evs 2.0, which cannot open the data of evs1 (1.0)")
                .after(convert(1)).allows(online(1, Scenes.ATTENDANT));
    }

    @Test
    void a_conversion_needs_an_owner_at_the_target() {
        LawTable.of(2, FOUR).after(offline(1, Scenes.ATTENDANT)).refuses(convert(1),
                "evs1 is owned by node1, which has evs 1.0; 2.0 is needed");
    }

    @Test
    void a_conversion_needs_its_disk_online() {
        LawTable.of(2, Scenes.upgraded(FOUR, 4)).after(offline(1, Scenes.ATTENDANT), move(1, 1, 4))
                .allows(convert(1)).after(offline(1, Scenes.DISK))
                .refuses(convert(1), "resource disk of evs1 is Offline");
    }
}
