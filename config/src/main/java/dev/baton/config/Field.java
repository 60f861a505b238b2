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
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// A value in a YAML file that knows where it stands. Reading a field that is not of the wanted form notes a
/// [Mistake] and gives a stand-in, so that one reading finds all mistakes; [#finish] throws them.
final class Field {

    private static final String STAND_IN = "x";

    /// In code points: three times what a cluster of 5,000 nodes and 50,000 groups takes.
    private static final int LONGEST_FILE = 1 << 24;

    /// The files of Baton nest six levels deep; the library's reader would fill the stack.
    private static final int DEEPEST = 32;

    private final String file;
    private final @Nullable Field above;
    private final String name;
    private final Node node;
    private final List<Mistake> mistakes;
    private @Nullable Map<String, Field> entries;

    /// @param name as it is added to the path of what is above
    private Field(String file, @Nullable Field above, String name, Node node, List<Mistake> mistakes) {
        this.file = file;
        this.above = above;
        this.name = name;
        this.node = node;
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
        try {
            Optional<Node> root = text.length() > LONGEST_FILE ? Optional.empty() : PlainYaml.read(file, text);
            root = root.isPresent() ? root : composed(file, text);
            if (root.isEmpty()) {
                throw new Mistakes(List.of(new Mistake(file, 1, 1, "", "the file is empty")));
            }
            return new Field(file, null, "", root.get(), noted());
        } catch (MarkedYamlEngineException broken) {
            Mark mark = broken.getProblemMark().orElse(null);
            String problem = String.valueOf(broken.getProblem());
            throw new Mistakes(List.of(new Mistake(file, mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1, "", "not YAML: " + problem)));
        } catch (YamlEngineException broken) {
            throw new Mistakes(List.of(new Mistake(file, 1, 1, "", "not YAML: " + broken.getMessage())));
        }
    }

    /// Returns what the library reads.
    static Optional<Node> composed(String file, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true)
                .setCodePointLimit(LONGEST_FILE).build();
        return new Composer(settings, new Shallow(file, new ParserImpl(settings, new StreamReader(settings, text))))
                .getSingleNode();
    }

    /// Refuses what is nested too deep, before it is composed.
    private static final class Shallow implements Parser {
        private final String file;
        private final Parser parser;
        private int depth;

        Shallow(String file, Parser parser) {
            this.file = file;
            this.parser = parser;
        }

        @Override
        public boolean hasNext() {
            return parser.hasNext();
        }

        @Override
        public boolean checkEvent(Event.ID choice) {
            return parser.checkEvent(choice);
        }

        @Override
        public Event peekEvent() {
            return parser.peekEvent();
        }

        @Override
        public Event next() {
            Event event = parser.next();
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                Mark mark = event.getStartMark().orElseThrow();
                throw new Mistakes(List.of(new Mistake(file, mark.getLine() + 1, mark.getColumn() + 1, "",
                        "nested more than " + DEEPEST + " levels deep")));
            }
            return event;
        }
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
        return new Field(file, above, name, node, noted());
    }

    /// Parts of a document may be read at the same time.
    private static List<Mistake> noted() {
        return Collections.synchronizedList(new ArrayList<>());
    }

    /// Notes a mistake, once: a kind is read again for each of its groups.
    void mistake(String what) {
        Mark mark = node.getStartMark().orElse(null);
        Mistake mistake = new Mistake(file, mark == null ? 1 : mark.getLine() + 1,
                mark == null ? 1 : mark.getColumn() + 1, path(), what);
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
        entries().forEach((key, field) -> {
            if (!known.contains(key)) {
                field.mistake("unknown field; known here: " + String.join(", ", new TreeSet<>(known)));
            }
        });
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
        if (!(node instanceof MappingNode mapping)) {
            mistake("expected fields with values, such as `name: value`");
            return Map.of();
        }
        Map<String, Field> found = LinkedHashMap.newLinkedHashMap(mapping.getValue().size());
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            Field field = new Field(file, this, key, tuple.getValueNode(), mistakes);
            if (found.put(key, field) != null) {
                field.mistake("stands here a second time");
            }
        }
        return found;
    }

    Optional<Field> find(String wanted) {
        return Optional.ofNullable(entries().get(wanted));
    }

    /// Returns a field that must be there; notes a mistake and returns a stand-in when it is not.
    Field need(String wanted) {
        return find(wanted).orElseGet(() -> {
            mistake("field `" + wanted + "` is missing");
            return new Field(file, this, wanted, new ScalarNode(org.snakeyaml.engine.v2.nodes.Tag.STR, STAND_IN,
                    org.snakeyaml.engine.v2.common.ScalarStyle.PLAIN), new ArrayList<>());
        });
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    String text() {
        if (node instanceof ScalarNode scalar) {
            if (scalar.getValue().indexOf('\0') >= 0) {
                mistake("holds a NUL, which no command, file or variable can");
                return STAND_IN;
            }
            return scalar.getValue();
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
        if (!(node instanceof SequenceNode sequence)) {
            return List.of(this);
        }
        List<Field> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
            items.add(new Field(file, this, "[" + items.size() + "]", item, mistakes));
        }
        return items;
    }

    /// Returns the items of the list of that name; none where there is none.
    List<Field> itemsOf(String list) {
        Field found = entries().get(list);
        return found == null ? List.of() : found.items();
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
