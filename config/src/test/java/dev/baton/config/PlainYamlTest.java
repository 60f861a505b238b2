package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// What is read without the library is what the library would have read.
class PlainYamlTest {
    private static final String CLUSTER = """
            # a cluster as people write it
            cluster: pg
            nodes:
              node1: {address: 10.0.0.11, capacity: {memory: 64, cores: 8}}
              node2: 10.0.0.12

            groups:
              # the first
              pg1: {kind: postgresql, prefer: [node1, node2], with: { disk: /dev/mapper/pg1 } }
              pg2:
                kind: postgresql
                keep-apart: []
            """;
    private static final String CHARACTERS = "ab1 :{}[],\n#-./_'\"&*~é|";

    @Test
    void a_cluster_file_is_read_without_the_library() {
        assertThat(PlainYaml.read("f", CLUSTER).map(PlainYamlTest::shown)).contains(library(CLUSTER).orElseThrow());
    }

    @Test
    void what_is_beyond_plain_words_is_left_to_the_library() {
        for (String text : List.of("a: \"b\"", "a: 'b'", "a: b # c", "a:\n  - b", "a: &x b", "a: *x", "a: |\n  b", "a:",
                "? a\n: b", "a: b c", "a: {b}", "a: [b,]", "a: {b: c,}", "{a: b}", "--- a", "a: b\n  c: d", "a:\tb",
                "é: b", "a: b\r\n", "", "# only this",
                "<<: b", "a:\n   b: c\n  d: e", "a: b\u0000", "# \u0007\na: b", "a:b")) {
            assertThat(PlainYaml.read("f", text)).as(text).isEmpty();
        }
    }

    @Test
    void whatever_is_read_is_what_the_library_reads() {
        SplittableRandom random = new SplittableRandom(20_250_101);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = spoilt(CLUSTER, random);
            Optional<String> plain = PlainYaml.read("f", text).map(PlainYamlTest::shown);
            if (plain.isPresent()) {
                read++;
                assertThat(plain).as(text).isEqualTo(library(text));
            }
        }
        assertThat(read).as("texts that the test compared").isGreaterThan(2_000);
    }

    /// A few characters replaced, left out or put in.
    private static String spoilt(String text, SplittableRandom random) {
        StringBuilder spoilt = new StringBuilder(text);
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(spoilt.length());
            char with = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> spoilt.setCharAt(at, with);
                case 1 -> spoilt.insert(at, with);
                default -> spoilt.deleteCharAt(at);
            }
        }
        return spoilt.toString();
    }

    private static Optional<String> library(String text) {
        try {
            return Field.composed("f", text).map(PlainYamlTest::shown);
        } catch (YamlEngineException refused) {
            return Optional.of("refused: " + refused.getMessage());
        }
    }

    private static String shown(Node node) {
        String where = node.getStartMark().map(mark -> mark.getLine() + ":" + mark.getColumn()).orElse("nowhere") + " ";
        return switch (node) {
            case ScalarNode scalar -> where + scalar.getValue();
            case SequenceNode list -> where + list.getValue().stream().map(PlainYamlTest::shown).toList();
            case MappingNode map -> where + map.getValue().stream().map(PlainYamlTest::shown).toList();
            default -> where + node;
        };
    }

    private static String shown(NodeTuple tuple) {
        return shown(tuple.getKeyNode()) + " = " + shown(tuple.getValueNode());
    }
}
