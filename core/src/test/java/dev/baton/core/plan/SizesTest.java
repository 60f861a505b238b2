package dev.baton.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Sizes as people write and read them.
class SizesTest {

    @Test
    void a_size_is_a_number_with_a_decimal_unit() {
        assertThat(Sizes.parse("500MB")).isEqualTo(500_000_000L);
        assertThat(Sizes.parse("2GB")).isEqualTo(2_000_000_000L);
        assertThat(Sizes.parse("1.25TB")).isEqualTo(1_250_000_000_000L);
        assertThat(Sizes.parse("999999.999TB")).isEqualTo(999_999_999_000_000_000L);
    }

    @Test
    void anything_else_is_refused_with_examples() {
        for (String none : List.of("", "2", "GB", "2 GB", "2gb", "-1GB", "1.2345GB", "1000000TB", "2GiB")) {
            assertThatThrownBy(() -> Sizes.parse(none)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("'" + none + "' is no size; write for example 500MB, 2GB or 1TB");
        }
    }

    @Test
    void a_size_is_never_shown_as_more_than_it_is() {
        assertThat(List.of(0L, 999_999L, 1_000_000L, 999_999_999L, 1_000_000_000L, 41_290_000_000L, 1_990_000_000_000L,
                100_000_000_000L).stream().map(Sizes::text)).containsExactly("0 MB", "0 MB", "1 MB", "999 MB", "1 GB",
                        "41.2 GB", "1.9 TB", "100 GB");
    }
}
