package dev.baton.cli.command;

import dev.baton.cli.terminal.Failure;
import dev.baton.coordination.request.Answer;
import dev.baton.coordination.request.Notice;
import dev.baton.coordination.request.Request;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.JobId;
import dev.baton.core.model.Version;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `baton group restore`.
@Command(name = "restore", description = {"Brings a group's data back from the latest copy of another format that a",
        "run saved: the way back after a conversion. What was written since is lost."})
public final class GroupRestore extends Order {

    @Parameters(paramLabel = "GROUP", description = "its name")
    String group = "";

    @Option(names = "--format", paramLabel = "F", description = "that the copy has (default: the only other one)")
    Optional<String> format = Optional.empty();

    @Option(names = "--copy", paramLabel = "NAME", description = {"the copy by its name, such as one",
            "of a set of several groups (default: the latest)"})
    Optional<String> copy = Optional.empty();

    @Mixin
    final Patience patience = new Patience();

    public GroupRestore(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        ClusterImage image = status().image();
        GroupImage known = group(image, group);
        Request restore = new Request.RestoreGroup(known.id(), format.map(text -> word("--format", Version::new,
                text)), copy.map(text -> word("--copy", JobId::new, text)));
        Answer.Accepted answer = order(restore, Notice.of(restore, image));
        return await(patience, new NewFormat("the way back", known, Optional.ofNullable(answer.ids().get("format"))
                .map(Version::new)));
    }

    private static <T> T word(String option, Function<String, T> read, String text) {
        try {
            return read.apply(text);
        } catch (IllegalArgumentException none) {
            throw Failure.usage(option + ": " + none.getMessage() + ".");
        }
    }
}
