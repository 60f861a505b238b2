package dev.baton.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value in a YAML file that knows where it stands. Reading a field that is not of the wanted form notes a
/// [Mistake] and gives a stand-in, so that one reading finds all mistakes; [#finish] throws them.
final class Field {

    private static final String STAND_IN = "x";

    private final String file;
    private final @Nullable Field above;
    private final String name;
    private final YamlValue value;
    private final List<Mistake> mistakes;
    private @Nullable Map<String, Field> entries;

    /// @param name as it is added to the path of what is above
    private Field(String file, @Nullable Field above, String name, YamlValue value, List<Mistake> mistakes) {
        this.file = file;
        this.above = above;
        this.name = name;
        this.value = value;
        this.mistakes = mistakes;
    }

    private String path() {
        String before = above == null ? "" : above.path();
        return before.isEmpty() || name.startsWith("[") ? before + name : before + "." + name;
    }

    /// Returns the whole document.
    ///
    /// @throws Mistakes if the text is no YAML document
    static Field parse(String file, String text) {
        Optional<YamlValue> plain = text.length() > LibraryYaml.LONGEST_FILE ? Optional.empty()
                : PlainYaml.read(text);
        YamlValue root = plain.or(() -> LibraryYaml.read(file, text)).orElseThrow(() ->
                new Mistakes(List.of(new Mistake(file, 1, 1, "", "the file is empty"))));
        return new Field(file, null, "", root, noted());
    }

    /// @throws Mistakes if any mistake was noted
    void finish() {
        if (!mistakes.isEmpty()) {
            throw new Mistakes(mistakes);
        }
    }

    /// Returns how many mistakes were noted in the document so far.
    int mistakes() {
        return mistakes.size();
    }

    /// Forgets the mistakes that were noted after the first so many.
    void forgetMistakes(int but) {
        mistakes.subList(but, mistakes.size()).clear();
    }

    /// Returns the same field for another reader, whose mistakes are noted by themselves.
    Field apart() {
        return new Field(file, above, name, value, noted());
    }

    /// Parts of a document may be read at the same time.
    private static List<Mistake> noted() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    /// Notes a mistake, once: a kind is read again for each of its groups.
    void mistake(String what) {
        Mistake mistake = new Mistake(file, value.line() + 1, value.column() + 1, path(), what);
        if (!mistakes.contains(mistake)) {
            mistakes.add(mistake);
        }
    }

    /// Notes a mistake for each key that is not known.
    Field only(String... known) {
        return only(Set.of(known));
    }

    /// Does the same for one of many that are alike.
    Field only(Set<String> known) {
        List<YamlValue.Entry> all = pairs();
        boolean good = all.size() <= known.size();
        for (int i = 0; i < all.size() && good; i++) {
            good = known.contains(all.get(i).key());
            for (int j = 0; j < i && good; j++) {
                good = !all.get(i).key().equals(all.get(j).key());
            }
        }
        if (!good) {
            read().forEach((key, field) -> {
                if (!known.contains(key)) {
                    field.mistake("unknown field; known here: " + String.join(", ", new TreeSet<>(known)));
                }
            });
        }
        return this;
    }

    /// Returns the entries of a mapping in the order of the file.
    Map<String, Field> entries() {
        if (entries == null) {
            entries = Collections.unmodifiableMap(read());
        }
        return entries;
    }

    private Map<String, Field> read() {
        List<YamlValue.Entry> all = pairs();
        Map<String, Field> found = LinkedHashMap.newLinkedHashMap(all.size());
        for (YamlValue.Entry entry : all) {
            Field field = below(entry);
            if (found.put(entry.key(), field) != null) {
                field.mistake("stands here a second time");
            }
        }
        return found;
    }

    private List<YamlValue.Entry> pairs() {
        if (value instanceof YamlValue.Mapping mapping) {
            return mapping.entries();
        }
        mistake("expected fields with values, such as `name: value`");
        return List.of();
    }

    private Field below(YamlValue.Entry entry) {
        return new Field(file, this, entry.key(), entry.value(), mistakes);
    }

    /// Looks at one after the other: what is looked for by name has few fields.
    Optional<Field> find(String wanted) {
        List<YamlValue.Entry> all = pairs();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).key().equals(wanted)) {
                return Optional.of(below(all.get(i)));
            }
        }
        return Optional.empty();
    }

    /// Returns a field that must be there; notes a mistake and returns a stand-in when it is not.
    Field need(String wanted) {
        return find(wanted).orElseGet(() -> {
            mistake("field `" + wanted + "` is missing");
            return new Field(file, this, wanted, new YamlValue.Word(0, 0, STAND_IN), new ArrayList<>());
        });
    }

    /// Returns whether some of these fields are there.
    boolean hasAny(Set<String> names) {
        List<YamlValue.Entry> all = pairs();
        for (int i = 0; i < all.size(); i++) {
            if (names.contains(all.get(i).key())) {
                return true;
            }
        }
        return false;
    }

    /// Returns the name and the text of each field, in turn; no text of what is not a single value.
    List<String> words() {
        List<YamlValue.Entry> all = pairs();
        List<String> words = new ArrayList<>(2 * all.size());
        for (int i = 0; i < all.size(); i++) {
            words.add(all.get(i).key());
            words.add(all.get(i).value() instanceof YamlValue.Word word ? word.text() : "");
        }
        return words;
    }

    boolean isMapping() {
        return value instanceof YamlValue.Mapping;
    }

    String text() {
        if (value instanceof YamlValue.Word word) {
            if (word.text().indexOf('\0') >= 0) {
                mistake("holds a NUL, which no command, file or variable can");
                return STAND_IN;
            }
            return word.text();
        }
        mistake("expected a single value");
        return STAND_IN;
    }

    boolean yes() {
        return switch (text()) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> {
                mistake("expected yes or no, not '" + text() + "'");
                yield false;
            }
        };
    }

    /// Returns the items of a list; a single value counts as a list of one.
    List<Field> items() {
        if (!(value instanceof YamlValue.Listing list)) {
            return List.of(this);
        }
        List<Field> items = new ArrayList<>(list.items().size());
        for (YamlValue item : list.items()) {
            items.add(new Field(file, this, "[" + items.size() + "]", item, mistakes));
        }
        return items;
    }

    /// Returns the items of the list of that name; none where there is none.
    List<Field> itemsOf(String list) {
        return find(list).map(Field::items).orElse(List.of());
    }

    /// Returns the field's own name parsed; a name that `parse` refuses is a mistake, and `fallback` is returned.
    <T> T named(String own, Function<String, T> parse, T fallback) {
        try {
            return parse.apply(own);
        } catch (IllegalArgumentException broken) {
            mistake(String.valueOf(broken.getMessage()));
            return fallback;
        }
    }

    /// Returns the text parsed; a text that `parse` refuses is a mistake with its message, and `fallback` is returned.
    <T> T as(Function<String, T> parse, T fallback) {
        return named(text(), parse, fallback);
    }
}
