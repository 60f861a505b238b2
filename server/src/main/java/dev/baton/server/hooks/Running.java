package dev.baton.server.hooks;

import dev.baton.cluster.api.EventView;
import dev.baton.cluster.hooks.Outcome;
import dev.baton.coordination.tree.Json;
import dev.baton.core.model.Command;
import dev.baton.core.plan.Durations;
import dev.baton.server.shell.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/// Runs a hook's command with the event in its environment and, as JSON, on its standard input.
final class Running {

    private Running() {}

    /// Returns what became of the command: delivered when it ended with 0 in time. One that does not end is killed,
    /// with what it has started.
    static Outcome run(Command command, EventView event, Duration within) throws InterruptedException {
        try {
            OptionalInt status = Shell.run(command, environment(event), process -> Thread.ofPlatform().daemon()
                    .name("hook-input").start(() -> tell(process, event)), within);
            if (status.isEmpty()) {
                return new Outcome.Failed("it did not end within " + Durations.text(within) + " and was killed", true);
            }
            return status.getAsInt() == 0 ? new Outcome.Delivered()
                    : new Outcome.Failed("it ended with status " + status.getAsInt(), true);
        } catch (IOException broken) {
            return new Outcome.Failed("it cannot be started: " + broken.getMessage(), true);
        }
    }

    static Map<String, String> environment(EventView event) {
        return Map.of("BATON_EVENT_KIND", event.kind().word(), "BATON_EVENT_SUBJECT", plain(event.subject()),
                "BATON_EVENT_TEXT", plain(event.what()), "BATON_EVENT_AT", event.time().toString(),
                "BATON_EVENT_BY", plain(event.who()), "BATON_EVENT_NUMBER", Long.toString(event.n()));
    }

    /// No variable can hold a NUL.
    private static String plain(String text) {
        return text.replace('\0', ' ');
    }

    /// A command need not read it.
    private static void tell(Process process, EventView event) {
        try (OutputStream input = process.getOutputStream()) {
            input.write((Json.text(event) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException unread) {
            return;
        }
    }
}
