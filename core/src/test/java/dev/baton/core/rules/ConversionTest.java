package dev.baton.core.rules;

import static dev.baton.core.Scenes.group;
import static dev.baton.core.rules.LawTable.offline;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a person is told who converts a group by hand too early.
class ConversionTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void the_owner_is_upgraded_first() {
        assertThat(against(FOUR)).containsExactly(
                "the data of evs1 is at 1.0 already, the format of evs 1.0 on node1",
                "resource attendant of evs1 is Online");
        assertThat(against(Scenes.upgraded(FOUR, 4))).containsExactly(
                "evs1 is owned by node1, which has evs 1.0; 2.0 is needed", "resource attendant of evs1 is Online");
    }

    @Test
    void what_opens_the_data_is_offline_and_what_the_conversion_needs_is_online() {
        ClusterImage ahead = Scenes.upgraded(FOUR, 1);
        assertThat(against(ahead)).containsExactly("resource attendant of evs1 is Online");
        assertThat(against(LawTable.of(1, ahead).after(offline(1, Scenes.ATTENDANT)).trace().before())).isEmpty();
        assertThat(against(LawTable.of(1, ahead).after(offline(1, Scenes.DISK)).trace().before()))
                .containsExactly("resource disk of evs1 is Offline");
    }

    @Test
    void one_conversion_at_a_time() {
        ClusterImage busy = Scenes.upgraded(FOUR, 1).with(FOUR.group(group(2)).withFormat(
                new Format.Converting(Scenes.OLD, Scenes.NEW, new JobId("r1.7.1"))));
        assertThat(against(LawTable.of(1, busy).after(offline(1, Scenes.ATTENDANT)).trace().before()))
                .containsExactly("evs2 is being converted");
    }

    @Test
    void a_kind_without_conversion_says_so() {
        assertThat(against(Scenes.fourNodes(DataMode.COMPATIBLE))).containsExactly("kind evs names no conversion");
    }

    private static List<String> against(ClusterImage image) {
        return Conversion.against(image, group(1)).stream().map(Reason::facts).toList();
    }
}
