package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
        assertThat(PlainYaml.read(CLUSTER).map(PlainYamlTest::shown)).contains(library(CLUSTER).orElseThrow());
    }

    @Test
    void what_is_beyond_plain_words_is_left_to_the_library() {
        for (String text : List.of("a: \"b\"", "a: 'b'", "a: b # c", "a:\n  - b", "a: &x b", "a: *x", "a: |\n  b", "a:",
                "? a\n: b", "a: b c", "a: {b}", "a: [b,]", "a: {b: c,}", "{a: b}", "--- a", "a: b\n  c: d", "a:\tb",
                "é: b", "a: b\r\n", "", "# only this",
                "<<: b", "a:\n   b: c\n  d: e", "a: b\u0000", "# \u0007\na: b", "a:b")) {
            assertThat(PlainYaml.read(text)).as(text).isEmpty();
        }
    }

    @Test
    void whatever_is_read_is_what_the_library_reads() {
        SplittableRandom random = new SplittableRandom(20_250_101);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = spoilt(CLUSTER, random);
            Optional<String> plain = PlainYaml.read(text).map(PlainYamlTest::shown);
            if (plain.isPresent()) {
                read++;
                assertThat(plain).as(text).isEqualTo(library(text));
            }
        }
        assertThat(read).as("texts that the test compared").isGreaterThan(2_000);
    }

    @Test
    void a_word_that_is_remembered_is_never_taken_for_another() {
        String text = "all: [" + IntStream.range(0, 10_000).mapToObj(i -> "node" + i % 7_000)
                .collect(Collectors.joining(", ")) + "]\n";
        assertThat(PlainYaml.read(text).map(PlainYamlTest::shown)).contains(library(text).orElseThrow());
    }

    @Test
    void what_an_alias_stands_for_stands_there_too_unless_it_holds_itself() {
        assertThat(library("a: &x [b]\nc: *x")).contains("0:0 [a = 0:3 [0:7 b], c = 0:3 [0:7 b]]");
        assertThat(library("a: &x\n  b: [*x]")).contains("refused: f:1:4: holds itself");
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
            return LibraryYaml.read("f", text).map(PlainYamlTest::shown);
        } catch (Mistakes refused) {
            return Optional.of("refused: " + refused.getMessage());
        }
    }

    private static String shown(YamlValue value) {
        String where = value.line() + ":" + value.column() + " ";
        return switch (value) {
            case YamlValue.Word word -> where + word.text();
            case YamlValue.Listing list -> where + list.items().stream().map(PlainYamlTest::shown).toList();
            case YamlValue.Mapping map -> where + map.entries().stream().map(entry ->
                    entry.key() + " = " + shown(entry.value())).toList();
        };
    }
}
