package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton group unmanage`.
@Command(name = "unmanage", description = {"Baton only observes the group from now on: it neither starts, stops,",
        "restarts, moves nor fails it over. It ends with: baton group manage"})
public final class GroupUnmanage extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, for whoever asks `baton why`")
    @Nullable String reason;

    public GroupUnmanage(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        order(new Request.UnmanageGroup(group(status().image(), group).id(), Optional.ofNullable(reason)),
                Notice.NONE);
        return Exit.DONE;
    }
}
