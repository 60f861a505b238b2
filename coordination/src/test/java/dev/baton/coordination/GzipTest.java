package dev.baton.coordination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GzipTest {

    @Test
    void what_is_packed_is_shorter_and_comes_back_whole() {
        String text = "step für step, ".repeat(10_000);
        byte[] packed = Gzip.pack(text);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        assertThat(packed.length).isLessThan(length / 50);
        assertThat(Gzip.unpack(packed, length)).isEqualTo(text);
        assertThat(Gzip.unpack(Gzip.pack(""), 0)).isEmpty();
    }

    @Test
    void a_text_longer_than_expected_is_not_unpacked() {
        assertThatThrownBy(() -> Gzip.unpack(Gzip.pack("x".repeat(1_000_000)), 999_999))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("more than 999999 bytes, unpacked");
    }

    @Test
    void other_bytes_are_refused() {
        assertThatThrownBy(() -> Gzip.unpack("{}".getBytes(StandardCharsets.UTF_8), 10))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("not packed by gzip");
        byte[] cut = java.util.Arrays.copyOf(Gzip.pack("a text"), 12);
        assertThatThrownBy(() -> Gzip.unpack(cut, 10)).isInstanceOf(IllegalArgumentException.class);
    }
}
