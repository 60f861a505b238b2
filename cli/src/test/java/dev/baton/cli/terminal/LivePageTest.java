package dev.baton.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A page that is drawn again and again.
class LivePageTest {

    private static final List<String> LONG = IntStream.range(0, 100).mapToObj(n -> (n == 60 ? "  >> " : "     ")
            + "step " + n).toList();

    @Test
    void what_fits_is_shown_as_it_is() {
        assertThat(LivePage.fitted(List.of("a", "b"), ">>", 2, 80)).containsExactly("a", "b");
    }

    @Test
    void a_long_page_keeps_its_head_and_shows_what_is_on() {
        List<String> shown = LivePage.fitted(LONG, ">>", 20, 80);
        assertThat(shown).hasSize(20).startsWith("     step 0", "     step 1").contains("  >> step 60");
        assertThat(shown.getLast()).startsWith("(81 more lines");
        assertThat(LivePage.fitted(LONG, "nowhere", 20, 80)).contains("     step 4", "     step 18");
    }

    @Test
    void a_long_line_never_takes_two_rows_and_a_tiny_window_is_no_mistake() {
        assertThat(LivePage.fitted(List.of("x".repeat(200)), "", 20, 80)).containsExactly("x".repeat(80));
        for (int rows = 1; rows < 6; rows++) {
            assertThat(LivePage.fitted(LONG, ">>", rows, 80)).isNotEmpty().hasSizeLessThanOrEqualTo(Math.max(2, rows));
        }
    }

    @Test
    void elsewhere_a_page_is_printed_once_for_each_change() {
        assertThat(drawn("", "", "one\n", "one\n", "two\n")).isEqualTo("one\n\ntwo\n");
    }

    @Test
    void on_a_terminal_each_page_takes_the_place_of_the_one_before() {
        assertThat(drawn("in,out", "xterm", "one\ntwo\n", "three\n")).isEqualTo("one\ntwo\n\033[2A\033[Jthree\n");
    }

    private static String drawn(String streams, String term, String... pages) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        LivePage page = new LivePage(Terminal.ofProcess(print, print, new BufferedReader(Reader.nullReader()), streams,
                Map.of("TERM", term, "LINES", "10", "COLUMNS", "40")));
        List.of(pages).forEach(text -> page.draw(text, ""));
        return out.toString(StandardCharsets.UTF_8);
    }
}
