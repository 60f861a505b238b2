package dev.baton.demo;

import dev.baton.cli.terminal.Failure;
import dev.baton.core.model.GroupId;
import dev.baton.core.model.GroupImage;
import dev.baton.demo.clients.Outage;
import dev.baton.demo.clients.Seen;
import dev.baton.demo.clients.Writers;
import dev.baton.demo.local.Waiting;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What clients go on seeing while the user plays with the cluster: a line when a server has gone silent, and one when
/// it answers again.
///
/// @param setting the cluster
/// @param say     takes the lines
record AfterwardsWatch(Setting setting, Consumer<String> say) {

    private static final Duration NOTEWORTHY = Duration.ofMillis(700);
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

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
        String group = seen.address().group();
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

    private String owner(String group) {
        try {
            GroupImage image = setting.image().groups().get(new GroupId(group));
            return image == null ? "" : image.owner().map(node -> ", on " + node).orElse("");
        } catch (Failure unreachable) {
            return "";
        }
    }
}
