package dev.baton.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
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

/// A value in a YAML file that knows where it stands. Reading a field that is not of the wanted form notes a
/// [Mistake] and gives a stand-in, so that one reading finds all mistakes; [#finish] throws them.
final class Field {

    private static final String STAND_IN = "x";

    /// In code points: far more than a file for people has, and what is read stays small.
    private static final int LONGEST_FILE = 1 << 20;

    /// The files of Baton nest six levels deep; the library's reader would fill the stack.
    private static final int DEEPEST = 32;

    private final String file;
    private final String path;
    private final Node node;
    private final List<Mistake> mistakes;

    private Field(String file, String path, Node node, List<Mistake> mistakes) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.mistakes = mistakes;
    }

    /// Returns the whole document.
    ///
    /// @throws Mistakes if the text is no YAML document
    static Field parse(String file, String text) {
        List<Mistake> mistakes = new ArrayList<>();
        try {
            LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true)
                    .setCodePointLimit(LONGEST_FILE).build();
            refuseDepth(file, new Parse(settings).parseString(text));
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                throw new Mistakes(List.of(new Mistake(file, 1, 1, "", "the file is empty")));
            }
            return new Field(file, "", root.get(), mistakes);
        } catch (MarkedYamlEngineException broken) {
            Mark mark = broken.getProblemMark().orElse(null);
            String problem = String.valueOf(broken.getProblem());
            throw new Mistakes(List.of(new Mistake(file, mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1, "", "not YAML: " + problem)));
        } catch (YamlEngineException broken) {
            throw new Mistakes(List.of(new Mistake(file, 1, 1, "", "not YAML: " + broken.getMessage())));
        }
    }

    private static void refuseDepth(String file, Iterable<Event> events) {
        int depth = 0;
        for (Event event : events) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST) {
                Mark mark = event.getStartMark().orElseThrow();
                throw new Mistakes(List.of(new Mistake(file, mark.getLine() + 1, mark.getColumn() + 1, "",
                        "nested more than " + DEEPEST + " levels deep")));
            }
        }
    }

    /// @throws Mistakes if any mistake was noted
    void finish() {
        if (!mistakes.isEmpty()) {
            throw new Mistakes(mistakes);
        }
    }

    /// Notes a mistake, once: a kind is read again for each of its groups.
    void mistake(String what) {
        Mark mark = node.getStartMark().orElse(null);
        Mistake mistake = new Mistake(file, mark == null ? 1 : mark.getLine() + 1,
                mark == null ? 1 : mark.getColumn() + 1, path, what);
        if (!mistakes.contains(mistake)) {
            mistakes.add(mistake);
        }
    }

    /// Notes a mistake for each key that is not known.
    Field only(String... known) {
        Set<String> names = new TreeSet<>(List.of(known));
        entries().forEach((name, field) -> {
            if (!names.contains(name)) {
                field.mistake("unknown field; known here: " + String.join(", ", names));
            }
        });
        return this;
    }

    /// Returns the entries of a mapping in the order of the file.
    Map<String, Field> entries() {
        if (!(node instanceof MappingNode mapping)) {
            mistake("expected fields with values, such as `name: value`");
            return Map.of();
        }
        Map<String, Field> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String name = tuple.getKeyNode() instanceof ScalarNode key ? key.getValue() : "?";
            Field field = new Field(file, path.isEmpty() ? name : path + "." + name, tuple.getValueNode(), mistakes);
            if (entries.put(name, field) != null) {
                field.mistake("stands here a second time");
            }
        }
        return entries;
    }

    Optional<Field> find(String name) {
        return Optional.ofNullable(entries().get(name));
    }

    /// Returns a field that must be there; notes a mistake and returns a stand-in when it is not.
    Field need(String name) {
        return find(name).orElseGet(() -> {
            mistake("field `" + name + "` is missing");
            return new Field(file, path + "." + name, new ScalarNode(org.snakeyaml.engine.v2.nodes.Tag.STR, STAND_IN,
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
            items.add(new Field(file, path + "[" + items.size() + "]", item, mistakes));
        }
        return items;
    }

    /// Returns the field's own name parsed; a name that `parse` refuses is a mistake, and `fallback` is returned.
    <T> T named(String name, Function<String, T> parse, T fallback) {
        try {
            return parse.apply(name);
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
