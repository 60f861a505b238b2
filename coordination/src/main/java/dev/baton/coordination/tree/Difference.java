package dev.baton.coordination.tree;

import dev.baton.core.model.Kind;
import dev.baton.core.plan.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One field in which two configurations differ, in the words of the files.
///
/// @param subject what it belongs to: `settings`, `kind postgresql`, `node node1`, `group pg1`
/// @param field   such as `with.ip`; empty when the whole subject was added or removed
/// @param before  its value; empty when there was none
/// @param after   its value; empty when there is none any more
public record Difference(String subject, String field, Optional<String> before, Optional<String> after) {

    private static final Map<String, String> WORDS = Map.of("parameters", "with", "preferred", "prefer",
            "terms.apart", "keep-apart", "terms.rather-apart", "rather-apart", "terms.demand", "demand",
            "terms.after", "after");
    private static final String INNER = ".by-name";

    /// Returns the difference as one line: `group pg1 with.ip 10.0.0.1 -> 10.0.0.2`.
    public String text() {
        if (field.isEmpty()) {
            return subject + (before.isEmpty() ? " added" : " removed");
        }
        return subject + " " + field + " " + before.orElse("(nothing)") + " -> " + after.orElse("(nothing)");
    }

    /// Returns every difference: settings, kinds, nodes, groups, each by name; empty when the two say the same.
    public static List<Difference> between(ClusterDocument before, ClusterDocument after) {
        List<Difference> all = new ArrayList<>(of("settings", Optional.of(before.settings())
                .filter(settings -> !settings.name().isEmpty()).map(settings -> settings),
                Optional.of(after.settings())));
        all.addAll(each("kind ", byId(before), byId(after)));
        all.addAll(each("node ", before.nodes(), after.nodes()));
        all.addAll(each("group ", before.groups(), after.groups()));
        return all;
    }

    private static SortedMap<String, Kind> byId(ClusterDocument document) {
        return new TreeMap<>(document.kinds().stream().collect(Collectors.toMap(kind -> kind.id().value(),
                Function.identity())));
    }

    private static List<Difference> each(String what, SortedMap<?, ?> before, SortedMap<?, ?> after) {
        List<Difference> all = new ArrayList<>();
        TreeMap<String, Object> then = named(before);
        TreeMap<String, Object> now = named(after);
        TreeSet<String> names = new TreeSet<>(then.keySet());
        names.addAll(now.keySet());
        names.forEach(name -> all.addAll(of(what + name, Optional.ofNullable(then.get(name)),
                Optional.ofNullable(now.get(name)))));
        return all;
    }

    private static TreeMap<String, Object> named(SortedMap<?, ?> values) {
        TreeMap<String, Object> named = new TreeMap<>();
        values.forEach((name, value) -> named.put(name.toString(), value));
        return named;
    }

    private static List<Difference> of(String subject, Optional<Object> before, Optional<Object> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return List.of(new Difference(subject, "", before.map(_ -> subject), after.map(_ -> subject)));
        }
        SortedMap<String, String> then = Json.fields(before.get());
        SortedMap<String, String> now = Json.fields(after.get());
        TreeSet<String> fields = new TreeSet<>(then.keySet());
        fields.addAll(now.keySet());
        return fields.stream().filter(field -> !Optional.ofNullable(then.get(field))
                        .equals(Optional.ofNullable(now.get(field))))
                .map(field -> new Difference(subject, word(field), Optional.ofNullable(then.get(field))
                        .map(Difference::value), Optional.ofNullable(now.get(field)).map(Difference::value))).toList();
    }

    /// The name of a record's component as files write it.
    private static String word(String field) {
        String word = field.replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(Locale.ROOT).replace(INNER, "")
                .replaceFirst("^watch\\.", "");
        for (Map.Entry<String, String> known : WORDS.entrySet()) {
            if (word.equals(known.getKey()) || word.startsWith(known.getKey() + ".")) {
                return known.getValue() + word.substring(known.getKey().length());
            }
        }
        return word;
    }

    private static String value(String text) {
        return text.matches("PT[0-9HMS.]+") ? Durations.text(Duration.parse(text)) : text;
    }
}
