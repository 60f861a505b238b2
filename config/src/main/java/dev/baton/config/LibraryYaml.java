package dev.baton.config;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
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

/// Reads YAML as the library does, whatever of the format a file uses.
final class LibraryYaml {

    /// In code points: three times what a cluster of 5,000 nodes and 50,000 groups takes.
    static final int LONGEST_FILE = 1 << 24;

    /// The files of Baton nest six levels deep; the library's reader would fill the stack.
    private static final int DEEPEST = 32;

    private final String file;
    /// What an alias stands for may be found again; nothing while it is still being read.
    private final IdentityHashMap<Node, Optional<YamlValue>> known = new IdentityHashMap<>();

    private LibraryYaml(String file) {
        this.file = file;
    }

    /// Returns the document; empty when the text has none.
    ///
    /// @throws Mistakes if the text is no YAML, is nested too deep, or holds itself
    static Optional<YamlValue> read(String file, String text) {
        LoadSettings settings = LoadSettings.builder().setLabel(file).setUseMarks(true)
                .setCodePointLimit(LONGEST_FILE).build();
        LibraryYaml reader = new LibraryYaml(file);
        try {
            return new Composer(settings, reader.new Shallow(new ParserImpl(settings, new StreamReader(settings,
                    text)))).getSingleNode().map(reader::value);
        } catch (MarkedYamlEngineException broken) {
            throw reader.mistake(broken.getProblemMark(), "not YAML: " + broken.getProblem());
        } catch (YamlEngineException broken) {
            throw reader.mistake(Optional.empty(), "not YAML: " + broken.getMessage());
        }
    }

    private Mistakes mistake(Optional<Mark> where, String what) {
        return new Mistakes(List.of(new Mistake(file, line(where) + 1, column(where) + 1, "", what)));
    }

    private static int line(Optional<Mark> where) {
        return where.map(Mark::getLine).orElse(0);
    }

    private static int column(Optional<Mark> where) {
        return where.map(Mark::getColumn).orElse(0);
    }

    private YamlValue value(Node node) {
        Optional<YamlValue> before = known.get(node);
        if (before != null) {
            return before.orElseThrow(() -> mistake(node.getStartMark(), "holds itself"));
        }
        known.put(node, Optional.empty());
        YamlValue value = anew(node);
        known.put(node, Optional.of(value));
        return value;
    }

    private YamlValue anew(Node node) {
        int line = line(node.getStartMark());
        int column = column(node.getStartMark());
        return switch (node) {
            case MappingNode mapping -> {
                List<YamlValue.Entry> entries = new ArrayList<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                    entries.add(new YamlValue.Entry(key, value(tuple.getValueNode())));
                }
                yield new YamlValue.Mapping(line, column, entries);
            }
            case SequenceNode sequence -> new YamlValue.Listing(line, column,
                    sequence.getValue().stream().map(this::value).toList());
            case ScalarNode scalar -> new YamlValue.Word(line, column, scalar.getValue());
            default -> throw mistake(node.getStartMark(), "is neither text nor a list nor fields");
        };
    }

    /// Refuses what is nested too deep, before it is composed.
    private final class Shallow implements Parser {
        private final Parser parser;
        private int depth;

        Shallow(Parser parser) {
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
                throw mistake(event.getStartMark(), "nested more than " + DEEPEST + " levels deep");
            }
            return event;
        }
    }
}
