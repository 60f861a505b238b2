package dev.baton.bench;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Label;
import dev.baton.core.model.NodeImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;

/// Writes a cluster of any size as the files that an operator would have, for measuring the whole command:
/// `java -cp … dev.baton.bench.ClusterFiles DIRECTORY NODES GROUPS [MODE SPARES UTILISATION DIMENSIONS APART SEED]`.
public final class ClusterFiles {
    private static final String UPGRADE = """
            upgrade: app-2
            products:
              - {product: app, from: ">=1.0 <2.0", to: "2.0", install: "install app 2.0", undo: "install app 1.0"}
            """;

    private ClusterFiles() {}

    /// Writes `cluster.yaml`, `upgrade.yaml` and `kinds/app.yaml` into the directory.
    ///
    /// @throws IOException if they cannot be written
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Clusters clusters = new Clusters(DataMode.valueOf(word(arguments, 3, "compatible").toUpperCase(Locale.ROOT)),
                Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                Integer.parseInt(word(arguments, 4, "0")), Double.parseDouble(word(arguments, 5, "0.7")),
                Integer.parseInt(word(arguments, 6, "2")), Integer.parseInt(word(arguments, 7, "0")),
                Long.parseLong(word(arguments, 8, "1")));
        Path kinds = Files.createDirectories(directory.resolve("kinds"));
        Files.writeString(kinds.resolve("app.yaml"), kind(clusters.mode()));
        Files.writeString(directory.resolve("upgrade.yaml"), UPGRADE);
        Files.writeString(directory.resolve("cluster.yaml"), cluster(clusters.image()));
    }

    private static String word(String[] arguments, int index, String otherwise) {
        return arguments.length > index ? arguments[index] : otherwise;
    }

    private static String kind(DataMode mode) {
        String start = """
                kind: app
                product: app
                data: %s
                version: "app --version"
                resources:
                  service: {type: process, with: {run: "app run"}}
                """.formatted(mode.name().toLowerCase(Locale.ROOT));
        return mode == DataMode.COMPATIBLE ? start : start + """
                format: "app --format"
                convert: {offline: [service], run: "app convert", takes: 2m}
                """;
    }

    private static String cluster(ClusterImage image) {
        StringBuilder text = new StringBuilder("cluster: bench\nfencing: none\ndefaults: {one-group-per-node: "
                + (image.settings().oneGroupPerNode() ? "yes" : "no") + "}\nnodes:\n");
        for (NodeImage node : image.nodes().values()) {
            text.append("  ").append(node.id()).append(": ").append(node.capacity().isEmpty() ? "127.0.0.1"
                    : "{address: 127.0.0.1, capacity: " + amounts(node.capacity()) + "}").append('\n');
        }
        text.append("groups:\n");
        for (GroupImage group : image.groups().values()) {
            text.append("  ").append(group.id()).append(": {kind: app, prefer: ").append(group.preferred())
                    .append(group.terms().demand().isEmpty() ? "" : ", demand: " + amounts(group.terms().demand()))
                    .append(group.terms().apart().isEmpty() ? "" : ", keep-apart: " + group.terms().apart().stream()
                            .map(Label::value).collect(Collectors.joining(", ", "[", "]"))).append("}\n");
        }
        return text.toString();
    }

    private static String amounts(Amounts amounts) {
        return amounts.byName().entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
