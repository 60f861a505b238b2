package dev.baton.config;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.config.ClusterFile.Source;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import java.nio.file.Path;
import java.util.Optional;

/// A cluster file and, after a line of its own that says `%%`, the file of every kind.
class ClusterFileFuzzTest {

    /// MAX_ARG_STRLEN of execve(2).
    private static final int LONGEST_ARGUMENT = 128 * 1024;

    @FuzzTest
    void a_cluster_file_defines_a_cluster_or_its_mistakes_are_named(byte[] input) {
        String[] files = text(input).split("\n%%\n", 2);
        String kind = files.length < 2 ? "" : files[1];
        read(Mistakes.class, () -> ClusterFile.parse(new Source("cluster.yaml", files[0]),
                name -> Optional.of(new Source(Path.of("kinds", name).toString(), kind)))).ifPresent(document -> {
            same(Json.read(Json.text(document), ClusterDocument.class), document);
            document.groups().values().forEach(group -> group.resources().forEach(resource -> {
                holds(resource.monitorEvery().isPositive(), resource.id() + " is monitored without end");
                holds(resource.with().values().stream().allMatch(text -> text.length() < LONGEST_ARGUMENT),
                        "a command of " + resource.id() + " is longer than any command may be");
            }));
        });
    }
}
