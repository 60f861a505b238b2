package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.SchemaTest.Sort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of defaults has every default of the files, and no other.
final class DefaultsTest {

    private static final Pattern ROW = Pattern.compile("\\| (\\S+\\.yaml) \\| (\\S+) \\| (.+?) \\| (.+) \\|");
    private static final Map<Sort, String> FILES = Map.of(Sort.CLUSTER_YAML, "cluster.yaml", Sort.KIND_YAML,
            "kinds/KIND.yaml", Sort.UPGRADE_YAML, "upgrade.yaml", Sort.DAEMON_YAML, "batond.yaml");
    /// Depends on the size of the cluster, so that the schema cannot say it.
    private static final String BY_SIZE = "cluster.yaml defaults.one-group-per-node";

    private static void collect(String path, Object schema, Map<String, String> found) {
        if (!(schema instanceof Map<?, ?> map)) {
            return;
        }
        Object value = map.get("default");
        if (value != null) {
            found.put(path.strip().replace(" .", " "), value.toString());
        }
        if (map.get("properties") instanceof Map<?, ?> fields) {
            fields.forEach((name, field) -> collect(path + "." + name, field, found));
        }
        collect(path, map.get("additionalProperties"), found);
        collect(path, map.get("items"), found);
        if (map.get("anyOf") instanceof Iterable<?> several) {
            several.forEach(one -> collect(path, one, found));
        }
    }

    @Test
    void the_page_has_every_default_of_every_file_with_its_reason_and_no_other() throws IOException {
        TreeMap<String, String> said = new TreeMap<>();
        FILES.forEach((sort, file) -> collect(file + " ", sort.schema(), said));
        TreeMap<String, String> page = new TreeMap<>();
        Files.readAllLines(Path.of("..", "docs", "defaults.md")).forEach(line -> {
            var row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(row.group(4)).as(line).hasSizeGreaterThan(5);
                page.put(row.group(1) + " " + row.group(2), row.group(3));
            }
        });
        assertThat(page.remove(BY_SIZE)).isEqualTo("yes above two nodes, else no");
        assertThat(page).isEqualTo(said);
    }
}
