package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.cli.membership.JoinToken;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is carried from a member to a machine that is to join.
final class JoinTokenTest {

    private static final JoinToken TOKEN = JoinToken.fresh(List.of("https://10.0.0.11:8420"),
            Optional.of("ab12"));

    @Test
    void what_is_carried_is_what_was_made() {
        JoinToken there = JoinToken.parse(" " + TOKEN.text() + "\n");
        assertThat(there).isEqualTo(TOKEN);
        assertThat(there.open(TOKEN.seal("the secret"))).isEqualTo("the secret");
    }

    @Test
    void neither_the_name_nor_what_is_sealed_tells_the_key_or_the_secret() {
        assertThat(TOKEN.name()).matches("[0-9a-f]{32}").isNotEqualTo(TOKEN.key());
        assertThat(TOKEN.seal("the secret")).doesNotContain("the secret").isNotEqualTo(TOKEN.seal("the secret"));
        assertThat(TOKEN.toString()).doesNotContain(TOKEN.key());
    }

    @Test
    void another_token_or_a_changed_answer_opens_nothing() {
        String sealed = TOKEN.seal("the secret");
        assertThatThrownBy(() -> JoinToken.fresh(List.of(), Optional.empty()).open(sealed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not sealed for this token");
        char last = sealed.charAt(30);
        String changed = sealed.substring(0, 30) + (last == 'A' ? 'B' : 'A') + sealed.substring(31);
        assertThatThrownBy(() -> TOKEN.open(changed)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TOKEN.open("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_no_token_is_refused() {
        for (String text : List.of("", "baton1.", "baton1.%%", "baton1.e30", "something else",
                new JoinToken("short", List.of(), Optional.empty()).text())) {
            assertThatThrownBy(() -> JoinToken.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
