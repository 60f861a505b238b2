package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.core.model.Amounts;
import org.junit.jupiter.api.Test;

/// Amounts that were read before are not read again, and what is wrong is named all the same wherever it stands.
final class AmountsReaderTest {
    private final AmountsReader reader = new AmountsReader();

    private Amounts read(Field file, String name) {
        return reader.read(file.need(name), "demand");
    }

    @Test
    void the_same_amounts_are_the_same_object_and_others_are_others() {
        Field file = Field.parse("some.yaml", """
                a: {demand: {memory: 4, cores: 2}}
                b: {demand: {memory: 4, cores: 2}}
                c: {demand: {memory: 2, cores: 4}}
                d: {}
                """);
        assertThat(read(file, "a")).isSameAs(read(file, "b")).hasToString(read(file, "b").toString());
        assertThat(read(file, "a").get("memory")).isEqualTo(4);
        assertThat(read(file, "c").text()).isEqualTo("cores 4, memory 2");
        assertThat(read(file, "d")).isEqualTo(Amounts.NONE);
        file.finish();
    }

    @Test
    void a_mistake_is_named_at_every_place_where_it_stands() {
        Field file = Field.parse("some.yaml", """
                a: {demand: {memory: much}}
                b: {demand: {memory: much}}
                c: {demand: {memory: 4, memory: 4}}
                d: {demand: {memory: [1], disk: 6}}
                e: {demand: {memory: [1], "5": {x: 1}}}
                f: {demand: 5}
                g: {demand: 5}
                """);
        for (String name : "abcdefg".split("")) {
            read(file, name);
        }
        Mistakes found = catchThrowableOfType(Mistakes.class, file::finish);
        assertThat(found.all().stream().map(Mistake::line).distinct()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }
}
