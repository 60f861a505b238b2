package dev.baton.cli.command;

import dev.baton.core.plan.Durations;
import java.time.Duration;
import picocli.CommandLine.Option;

/// How long a verb waits until what it ordered is so.
final class Patience {

    @Option(names = "--wait", paramLabel = "TIME", order = 82,
            description = "how long to wait until it is so (default: 60s); 0s: not at all")
    Duration time = Duration.ofSeconds(60);

    /// Returns the time as people write it.
    String text() {
        return Durations.text(time);
    }
}
