package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.baton.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Every page of help, in one file: `-Dgolden=update` rewrites it, review reads the difference.
final class HelpTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "help.txt");
    /// The demo's own page belongs to the demo.
    private static final List<String> OWN = Verbs.ALL.stream().map(Verbs.Named::path)
            .filter(path -> !path.equals("demo")).toList();

    private static final Pattern EXAMPLE_WORD = Pattern.compile("\"[^\"]*\"|\\S+");

    private static Outcome help(String path) {
        return Shell.at(Path.of("")).baton((path + " --help").strip().split(" "));
    }

    @Test
    void help_reads_as_it_was_reviewed() throws IOException {
        String text = help("").out() + OWN.stream().map(path -> "\n--- " + path + "\n" + help(path).out())
                .collect(Collectors.joining());
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.resolveSibling("."));
            Files.writeString(GOLDEN, text);
        }
        assertThat(text).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void every_verb_of_the_list_is_carried_out_by_a_class() {
        assertThat(OWN).allSatisfy(path -> assertThat(help(path).exit()).isEqualTo(0));
    }

    @Test
    void every_page_ends_with_an_example_that_its_verb_understands() {
        assertThat(OWN).allSatisfy(path -> {
            assertThat(help(path).out().stripTrailing()).endsWith("\nexample: baton " + Examples.of(path));
            assertThat(Examples.of(path)).startsWith(path);
            List<String> words = EXAMPLE_WORD.matcher(Examples.of(path)).results().map(word ->
                    word.group().replace("\"", "")).skip(path.split(" ").length).toList();
            assertThatCode(() -> Shell.at(Path.of("")).understood(path, words)).doesNotThrowAnyException();
        });
    }

    @Test
    void no_line_of_help_is_longer_than_80_columns() {
        assertThat(OWN.stream().flatMap(path -> help(path).out().lines()).filter(line -> line.length() > 80)).isEmpty();
        assertThat(help("").out().lines().filter(line -> line.length() > 80)).isEmpty();
    }

    @Test
    void whoever_names_only_the_thing_is_told_its_verbs() {
        assertThat(help("group").out()).contains("baton group move").doesNotContain("baton node");
        assertThat(help("upgrade").exit()).isEqualTo(0);
    }
}
