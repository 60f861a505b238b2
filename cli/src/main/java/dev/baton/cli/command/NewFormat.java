package dev.baton.cli.command;

import dev.baton.cli.command.Order.Progress;
import dev.baton.cluster.api.StatusView;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Version;
import java.util.Optional;
import java.util.function.Function;

/// How far the data of a group is on its way to another format.
final class NewFormat implements Function<StatusView, Progress> {

    private final String what;
    private final GroupImage before;
    private final Optional<Version> target;
    private boolean began;

    /// @param what   brings it there, such as `the conversion`
    /// @param before as it was when that was asked for
    NewFormat(String what, GroupImage before, Optional<Version> target) {
        this.what = what;
        this.before = before;
        this.target = target;
    }

    @Override
    public Progress apply(StatusView now) {
        return switch (now.image().group(before.id()).format()) {
            case Format.At(var at) when target.filter(at::equals).isPresent() ->
                new Progress.Done("the data of " + before.id() + " is at " + at);
            case Format.Converting converting -> {
                began = true;
                yield new Progress.Moving("the data of " + before.id() + " is " + converting);
            }
            case Format.At(var at) when began -> new Progress.Broken(what + " of " + before.id()
                    + " came to nothing; its data is at " + at + ". More:  baton events");
            case Format.At _, Format.Unread _ -> new Progress.Moving(what + " from " + before.format()
                    + " has not begun");
        };
    }
}
