package dev.baton.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.ClusterFile;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.config.UpgradeFile;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.ResourceId;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.demo.h2.H2Fetch;
import dev.baton.demo.h2.H2Workload;
import dev.baton.demo.local.LocalCluster;
import dev.baton.demo.local.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LayoutOfClusterTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "h2");

    @Test
    void the_example_files_are_a_cluster_and_an_upgrade() throws IOException {
        ClusterDocument cluster = document(EXAMPLES.resolve("cluster.yaml"));
        assertThat(cluster.groups()).hasSize(3);
        assertThat(cluster.nodes()).hasSize(5);
        assertThat(cluster.kinds()).singleElement().matches(kind -> kind.data() == DataMode.STRICT
                && kind.formatParts() == 2 && kind.convert().isPresent());
        assertThat(cluster.groups().get(new GroupId("evs1")).resources()).extracting(resource -> resource.id())
                .containsExactly(new ResourceId("disk"), new ResourceId("address"), new ResourceId("database"));
        UpgradeSpec upgrade = UpgradeFile.parse(source(EXAMPLES.resolve("upgrade.yaml")));
        assertThat(upgrade.products()).singleElement().matches(product -> product.to().value().equals("2.5.252"));
    }

    @Test
    void a_local_cluster_is_laid_out_as_the_programs_read_it_and_leaves_nothing() throws IOException {
        Path directory;
        try (LocalCluster cluster = LocalCluster.create(new Shape(4, 3),
                files -> new H2Workload(files, new H2Fetch(Path.of("target", "h2").toAbsolutePath(), line -> {})),
                line -> {})) {
            directory = cluster.directory();
            ClusterDocument document = document(cluster.clusterFile());
            assertThat(document.groups()).hasSize(3);
            assertThat(document.groups().get(new GroupId("evs2")).preferred()).containsExactly(new NodeId("node2"));
            for (String node : document.nodes().keySet().stream().map(NodeId::value).toList()) {
                DaemonSettings settings = DaemonFile.parse(source(directory.resolve("nodes/" + node + "/batond.yaml")));
                assertThat(settings.node().value()).isEqualTo(node);
                assertThat(settings.ensemble()).hasSize(5);
                assertThat(settings.apiPort()).isEqualTo(cluster.api(node).getPort());
                assertThat(settings.environment()).containsKeys("H2_HOME", "H2_NODE_DIR", "H2_JARS", "H2_JAVA");
            }
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
            assertThat(cluster.workload().format("evs3")).isEqualTo("1.4");
        }
        assertThat(Files.exists(directory)).isFalse();
    }

    private static ClusterDocument document(Path file) throws IOException {
        return ClusterFile.parse(source(file), kind -> {
            try {
                return Optional.of(source(file.resolveSibling("kinds").resolve(kind + ".yaml")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static ClusterFile.Source source(Path file) throws IOException {
        return new ClusterFile.Source(file.toString(), Files.readString(file));
    }
}
