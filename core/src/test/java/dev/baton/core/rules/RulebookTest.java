package dev.baton.core.rules;

import static dev.baton.core.rules.LawTable.install;
import static dev.baton.core.rules.LawTable.move;
import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The book as a whole.
class RulebookTest {

    private static final ClusterImage FOUR = Scenes.fourNodes(DataMode.STRICT);

    @Test
    void fifteen_laws_stand_in_their_order_each_with_a_name_and_a_sentence() {
        assertThat(Rulebook.laws()).hasSize(15);
        assertThat(Rulebook.laws()).extracting(Rule::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(Rulebook.laws()).extracting(Rule::name).doesNotHaveDuplicates();
        assertThat(Rulebook.laws()).allSatisfy(law -> assertThat(law.law()).endsWith(".").contains(" "));
    }

    @Test
    void every_reason_of_every_law_is_kept() {
        assertThat(Rulebook.judge(LawTable.of(1, FOUR).trace(), install(1)).reasons())
                .extracting(reason -> reason.rule()).containsExactly("law 2, fit", "law 3, empty before install",
                        "law 3, empty before install", "law 5, votes");
        assertThat(Rulebook.judge(LawTable.of(1, FOUR).trace(), move(1, 1, 4)).allowed()).isTrue();
    }

    @Test
    void the_page_of_laws_names_each_law_its_sentence_class_and_test() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "laws.md"));
        assertThat(Rulebook.laws()).allSatisfy(law -> assertThat(page).contains("| " + law.number() + " | "
                + law.name() + " | " + law.law() + " | `" + law.getClass().getSimpleName() + "` | `"
                + law.getClass().getSimpleName() + "Test`"));
    }
}
