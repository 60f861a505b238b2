package dev.baton.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class VersionPartsTest {
    private static final Pattern BETWEEN_PARTS =
            Pattern.compile("[.\\-+~]|(?<=[0-9])(?=[^0-9.\\-+~])|(?<=[^0-9.\\-+~])(?=[0-9])");
    private static final String CHARACTERS = "0195abw.-+~";

    @Test
    void a_version_falls_into_runs_of_digits_and_of_anything_else() {
        SplittableRandom random = new SplittableRandom(15);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("1");
            for (int left = random.nextInt(12); left > 0; left--) {
                text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            }
            assertThat(new Version(text.toString()).parts())
                    .isEqualTo(List.of(BETWEEN_PARTS.split(text)));
        }
    }

    @Test
    void numbers_are_compared_as_numbers() {
        assertThat(new Version("15.9")).isLessThan(new Version("15.10"));
        assertThat(new Version("1.1.1w")).isLessThan(new Version("1.1.2"));
        assertThat(new Version("15")).isLessThan(new Version("15.13"));
    }
}
