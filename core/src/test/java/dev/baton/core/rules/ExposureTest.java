package dev.baton.core.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Plan;
import dev.baton.core.plan.PlanBasis;
import dev.baton.core.plan.Stage;
import dev.baton.core.plan.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Group-minutes without cover, as the written procedures of four nodes and three virtual servers have them.
class ExposureTest {

    @Test
    void each_server_once_onto_an_upgraded_node() {
        Exposure exposure = of(Scenes.fourNodes(DataMode.STRICT), "up 4", "convert 1 1 4", "up 1", "convert 2 2 1",
                "up 2", "convert 3 3 2", "up 3");
        assertThat(minutes(exposure)).containsExactly(246L, 249L, 249L);
        assertThat(exposure.total()).isEqualTo(Duration.ofMinutes(744));
    }

    @Test
    void node_by_node_and_back() {
        Exposure exposure = of(Scenes.fourNodes(DataMode.STRICT), "move 1 1 4", "up 1", "convert 1 4 1", "move 2 2 4",
                "up 2", "convert 2 4 2", "move 3 3 4", "up 3", "convert 3 4 3", "up 4");
        assertThat(minutes(exposure)).containsExactly(248L, 250L, 249L);
        assertThat(exposure.total()).isEqualTo(Duration.ofMinutes(747));
        assertThat(exposure.stages()).extracting(stage -> stage.uncovered().size())
                .containsExactly(0, 3, 3, 1, 3, 2, 2, 3, 3, 3);
    }

    @Test
    void two_nodes_and_one_group() {
        Exposure exposure = of(Scenes.cluster(DataMode.COMPATIBLE, false, 2, 1), "up 2", "move 1 1 2", "up 1");
        assertThat(exposure.total()).isEqualTo(Duration.ofMinutes(120));
    }

    @Test
    void with_one_more_standby_only_two_reboots_leave_somebody_uncovered() {
        Exposure exposure = of(Scenes.cluster(DataMode.COMPATIBLE, true, 5, 1, 2, 3), "up 5", "up 4", "move 1 1 4");
        assertThat(exposure.total()).isZero();
    }

    private static List<Long> minutes(Exposure exposure) {
        return exposure.byGroup().values().stream().map(Duration::toMinutes).toList();
    }

    private static Exposure of(ClusterImage image, String... lines) {
        List<Stage> stages = new ArrayList<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            stages.add(words[0].equals("up") ? upgrade(stages.size() + 1, Scenes.node(Integer.parseInt(words[1])))
                    : move(stages.size() + 1, words));
        }
        return Exposure.of(image, new Plan(Scenes.upgrade(), 0, PlanBasis.of(image), stages));
    }

    private static Stage upgrade(int number, NodeId node) {
        return new Stage(number, new Stage.Subject.UpgradeNode(node), List.of(new Step.Hold(node),
                new Step.Install(node, Scenes.PRODUCT, Scenes.OLD, Scenes.NEW), new Step.Release(node)),
                Duration.ofMinutes(60), "");
    }

    private static Stage move(int number, String[] words) {
        GroupId group = Scenes.group(Integer.parseInt(words[1]));
        NodeId from = Scenes.node(Integer.parseInt(words[2]));
        NodeId to = Scenes.node(Integer.parseInt(words[3]));
        List<Step> steps = new ArrayList<>(List.of(new Step.Move(group, from, to)));
        Optional<Version> convert = words[0].equals("convert") ? Optional.of(Scenes.NEW) : Optional.empty();
        convert.ifPresent(version -> steps.add(new Step.Convert(group, Scenes.OLD, version)));
        return new Stage(number, new Stage.Subject.MoveGroup(group, from, to, convert), steps,
                Duration.ofMinutes(convert.isPresent() ? 3 : 1), "");
    }
}
