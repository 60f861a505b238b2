package dev.baton.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Which paths matter on which machine.
class MachineFactsTest {

    @Test
    void paths_among_the_parameters_of_groups_matter_on_the_nodes_that_may_own_them() {
        ClusterImage scene = Scenes.cluster(DataMode.STRICT, false, 2, 1);
        GroupImage group = scene.group(Scenes.group(1)).withPossible(new TreeSet<>(Set.of(Scenes.node(1))))
                .withParameters(new TreeMap<>(Map.of("directory", "/srv/data", "backups", "/srv/backups", "ip",
                        "10.0.0.7", "start", "/usr/bin/serve --all", "password" + Resource.FROM_FILE, "/etc/secret")));
        ClusterImage image = scene.with(group);
        assertThat(MachineFacts.pathsNamedFor(image, image.node(Scenes.node(1)))).containsExactly("/srv/backups",
                "/srv/data");
        assertThat(MachineFacts.pathsNamedFor(image, image.node(Scenes.node(2)))).isEmpty();
        GroupImage anywhere = group.withPossible(new TreeSet<>());
        assertThat(MachineFacts.pathsNamedFor(scene.with(anywhere), image.node(Scenes.node(2)))).hasSize(2);
        assertThat(MachineFacts.pathsNamedFor(scene.with(anywhere), NodeImage.defined(new NodeId("w"), "10.0.0.9",
                true, true))).isEmpty();
    }
}
