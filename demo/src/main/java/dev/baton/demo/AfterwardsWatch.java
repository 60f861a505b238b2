package dev.baton.demo;

import dev.baton.cli.api.ApiClient;
import dev.baton.cli.api.Endpoints;
import dev.baton.cli.terminal.Failure;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.demo.clients.Outage;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.local.Waiting;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What clients go on seeing while the user plays with the cluster: a line when a server has gone silent, and one when
/// it answers again.
///
/// @param setting the cluster
/// @param nodes   one client for each of its nodes
/// @param say     takes the lines
record AfterwardsWatch(Setting setting, List<ApiClient> nodes, Consumer<String> say) {

    private static final Duration NOTEWORTHY = Duration.ofMillis(700);
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    AfterwardsWatch(Setting setting, Consumer<String> say) {
        this(setting, setting.cluster().shape().nodeNames().stream().map(node -> new ApiClient(
                new Endpoints(List.of(setting.cluster().api(node)), "the demo"), "the demo")).toList(), say);
    }

    /// Writes and watches until this thread is interrupted.
    void watch() {
        try (Writers writers = new Writers("afterwards", setting.cluster().servers().values(), Writers.INTERVAL)) {
            writers.start();
            Map<String, Integer> told = new TreeMap<>();
            Map<String, Integer> begun = new TreeMap<>();
            Waiting.until(FOR_EVER, () -> {
                writers.seen().forEach(seen -> tell(seen, told, begun));
                return false;
            });
        }
    }

    private void tell(Seen seen, Map<String, Integer> told, Map<String, Integer> begun) {
        String group = seen.server().group();
        int known = told.getOrDefault(group, 0);
        if (seen.outages().size() <= known) {
            return;
        }
        Outage next = seen.outages().get(known);
        if (!next.over() && next.lasted().compareTo(NOTEWORTHY) > 0 && begun.getOrDefault(group, -1) < known) {
            begun.put(group, known);
            say.accept(group + " does not answer its client");
        }
        if (next.over()) {
            told.put(group, known + 1);
            say.accept(String.format(Locale.ROOT, "%s answers again after %.2f s%s", group,
                    next.lasted().toMillis() / 1000.0, owner(group)));
        }
    }

    /// The owner as the node says that has seen the latest placement: one that is cut off has not.
    private String owner(String group) {
        return nodes.stream().flatMap(node -> image(node, group).stream())
                .max(Comparator.comparingLong(image -> image.placement().epoch()))
                .flatMap(GroupImage::owner).map(node -> ", on " + node).orElse("");
    }

    private static Optional<GroupImage> image(ApiClient node, String group) {
        try {
            return Optional.ofNullable(node.status().image().groups().get(new GroupId(group)));
        } catch (Failure unreachable) {
            return Optional.empty();
        }
    }
}
