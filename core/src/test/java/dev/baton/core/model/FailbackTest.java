package dev.baton.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FailbackTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            never,                      2026-03-01T00:00:00Z, false,
            at-once,                    2026-03-01T00:00:00Z, true,
            22:00-02:00,                2026-03-01T21:59:59Z, false, 2026-03-01T22:00:00Z
            22:00-02:00,                2026-03-01T22:00:00Z, true,
            22:00-02:00,                2026-03-01T01:59:59Z, true,
            22:00-02:00,                2026-03-01T02:00:00Z, false, 2026-03-01T22:00:00Z
            01:00-03:00,                2026-03-01T03:00:00Z, false, 2026-03-02T01:00:00Z
            01:00-03:00 Europe/Berlin,  2026-03-01T00:30:00Z, true,
            02:15-03:00 Europe/Berlin,  2026-03-28T12:00:00Z, false, 2026-03-29T01:15:00Z
            """)
    void a_group_returns_within_its_hours_and_the_next_hours_are_known(String text, Instant now, boolean may,
            Instant next) {
        Failback failback = Failback.parse(text);
        assertThat(failback.allows(now)).isEqualTo(may);
        assertThat(failback.next(now)).isEqualTo(java.util.Optional.ofNullable(next));
    }

    @ParameterizedTest
    @ValueSource(strings = {"never", "at-once", "22:00-02:00 Europe/Berlin"})
    void what_is_written_is_read_again(String text) {
        assertThat(Failback.parse(Failback.parse(text).text())).isEqualTo(Failback.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "22:00", "25:00-26:00", "22:00-02:00 Europe/Bonn", "22:00 - 02:00"})
    void anything_else_is_refused_with_the_forms_that_are_known(String text) {
        assertThatThrownBy(() -> Failback.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
