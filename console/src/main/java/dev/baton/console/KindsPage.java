package dev.baton.console;

import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.plan.Durations;
import java.util.List;
import java.util.Locale;

/// Every kind of group, or one with its groups.
///
/// @param groups of the one kind; at most [#MOST]
/// @param more   groups that are not shown
public record KindsPage(Frame frame, List<Row> rows, List<GroupRow> groups, int more) {

    static final int MOST = 100;

    /// A kind: what an upgrade does to its groups.
    public record Row(String name, String href, String product, String data, String upgrade, String convert,
            String backup, long groups) {}

    static KindsPage of(Known known, String only) {
        List<Row> rows = known.image().kinds().values().stream()
                .filter(kind -> only.isEmpty() || kind.id().value().equals(only))
                .map(kind -> row(known, kind)).toList();
        List<GroupImage> groups = known.image().groups().values().stream()
                .filter(group -> group.kind().value().equals(only)).toList();
        return new KindsPage(Frame.of(known, only.isEmpty() ? "Kinds" : only, only.isEmpty() ? Paths.KINDS
                : Paths.KINDS + "/" + only), rows, groups.stream().limit(MOST).map(group -> GroupRow.of(known, group))
                .toList(), Math.max(0, groups.size() - MOST));
    }

    private static Row row(Known known, Kind kind) {
        return new Row(kind.id().value(), Paths.kind(kind.id()), kind.product().value(), word(kind.data()),
                word(kind.upgrade()), kind.convert().map(convert -> "one way, about "
                        + Durations.text(convert.takes())).orElse("none needed"),
                kind.backup().map(backup -> backup.required() ? "before each conversion" : "possible").orElse("-"),
                known.image().groups().values().stream().filter(group -> group.kind().equals(kind.id())).count());
    }

    private static String word(Enum<?> mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
