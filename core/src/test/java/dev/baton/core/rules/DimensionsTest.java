package dev.baton.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Room told by sums is room told by looking at everybody.
class DimensionsTest {

    private static final List<String> NAMES = List.of("memory", "cores", "disk");

    @Test
    void there_is_room_by_sums_where_there_is_by_looking_at_everybody() {
        Random random = new Random(3);
        ClusterImage image = Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1, 1, 1, 1, 1, 1, 1, 1);
        int full = 0;
        for (int i = 0; i < 2_000; i++) {
            List<GroupImage> groups = new ArrayList<>();
            image.groups().values().forEach(group -> groups.add(group.withTerms(group.terms()
                    .withDemand(amounts(random, 4)))));
            NodeImage node = image.node(Scenes.node(1)).withCapacity(amounts(random, 20));
            Dimensions dimensions = Dimensions.of(groups);
            long[] taken = dimensions.none();
            GroupImage comes = groups.removeFirst();
            groups.forEach(group -> Dimensions.add(taken, dimensions.demandOf(group), 1));
            boolean room = Occupancy.against(image, comes, node, groups).isEmpty();
            assertThat(Dimensions.room(dimensions.demandOf(comes), taken, dimensions.limitsOf(node)))
                    .as(comes.terms().demand().text() + " on " + node.capacity().text()).isEqualTo(room);
            full += room ? 0 : 1;
            groups.forEach(group -> Dimensions.add(taken, dimensions.demandOf(group), -1));
            assertThat(taken).isEqualTo(dimensions.none());
        }
        assertThat(full).isBetween(200, 1_800);
    }

    private static Amounts amounts(Random random, int most) {
        TreeMap<String, Long> amounts = new TreeMap<>();
        NAMES.forEach(name -> {
            if (random.nextInt(3) > 0) {
                amounts.put(name, (long) random.nextInt(most));
            }
        });
        return new Amounts(amounts);
    }
}
