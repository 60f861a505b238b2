package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The manual page that `baton man` prints.
final class ManPageTest {

    private static final List<String> MACROS = List.of(".TH", ".SH", ".SS", ".TP", ".B", ".I", ".BR", ".RI", ".nf",
            ".fi");

    private static String page() {
        return Shell.at(Path.of("")).baton("man").out();
    }

    @Test
    void every_verb_has_its_whole_help_in_it() {
        String read = page().replace("\\-", "-").replace("\\e", "\\").replace("\\&", "");
        for (Verbs.Named verb : Verbs.ALL) {
            assertThat(read).contains(".B " + verb.path() + "\n" + verb.summary() + "\n");
            if (!verb.path().equals("demo")) {
                assertThat(read).contains(".SS baton " + verb.path() + "\n.nf\n" + Shell.at(Path.of(""))
                        .baton((verb.path() + " --help").split(" ")).out().stripTrailing() + "\n.fi\n");
            }
        }
    }

    @Test
    void a_line_that_begins_with_a_dot_is_a_macro_of_man() {
        assertThat(page().lines().filter(line -> line.startsWith(".") || line.startsWith("'"))
                .map(line -> line.split(" ", 2)[0])).isNotEmpty().allMatch(MACROS::contains);
    }

    @Test
    void more_words_are_wrong_usage() {
        assertThat(Shell.at(Path.of("")).baton("man", "plan").exit()).isEqualTo(2);
    }
}
