package dev.baton.config;

import dev.baton.core.model.Monitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a resource lists under `monitors`: how it is looked at beside `monitor-every`, or, at depth 0, instead.
final class Monitors {

    /// The timeout that most packaged agents advise.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int DEEPEST = 999;

    private Monitors() {}

    /// Returns what is listed, the shallowest first; notes a mistake where two say the same, and where the type knows
    /// only one way to look.
    static List<Monitor> of(Field resource) {
        Optional<Field> list = resource.find("monitors");
        List<Monitor> monitors = new ArrayList<>();
        for (Field item : list.map(Field::items).orElse(List.of())) {
            Monitor monitor = monitor(item);
            if (monitors.stream().anyMatch(other -> other.depth() == monitor.depth())) {
                item.mistake("there is another monitor of depth " + monitor.depth() + "; give each its own `depth`");
            } else if (monitor.depth() == 0 && resource.find("monitor-every").isPresent()) {
                item.mistake("a monitor of depth 0 says how often the resource is looked at, and so does"
                        + " `monitor-every`; keep one of the two");
            } else {
                monitors.add(monitor);
            }
        }
        if (!monitors.isEmpty() && resource.find("type").filter(type -> type.text().equals("process")).isPresent()) {
            ofProcess(resource, list.orElseThrow(), monitors);
        }
        if (monitors.stream().anyMatch(monitor -> monitor.depth() > 0) && resource.find("type")
                .filter(type -> type.text().startsWith("systemd:")).isPresent()) {
            list.orElseThrow().mistake("systemd says whether a unit is active, at depth 0; depths are for "
                    + "`ocf:PROVIDER:AGENT` resources: leave the deeper monitors out");
        }
        monitors.sort((one, other) -> Integer.compare(one.depth(), other.depth()));
        return List.copyOf(monitors);
    }

    private static Monitor monitor(Field item) {
        item.only("every", "timeout", "depth");
        Duration every = item.need("every").as(KindFile::lasting, TIMEOUT);
        return new Monitor(every, item.find("timeout").map(f -> f.as(KindFile::lasting, TIMEOUT)).orElse(TIMEOUT),
                item.find("depth").map(f -> f.as(Monitors::depth, 0)).orElse(0));
    }

    private static void ofProcess(Field resource, Field list, List<Monitor> monitors) {
        if (monitors.stream().anyMatch(monitor -> monitor.depth() > 0)) {
            list.mistake("a process is looked at by one command, `with: {monitor: ...}`, at depth 0 only; depths are "
                    + "for `ocf:PROVIDER:AGENT` resources: leave the deeper monitors out");
        } else if (resource.find("with").flatMap(with -> with.find("monitor")).isEmpty()) {
            list.mistake("a process needs `with: {monitor: ...}`, the command by which it is looked at");
        }
    }

    private static int depth(String text) {
        if (!text.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("expected a depth from 0 to " + DEEPEST + ", such as 0, 10 or 20, not '"
                    + text + "'");
        }
        return Integer.parseInt(text);
    }
}
