package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.baton.config.ClusterFile.Source;
import dev.baton.core.plan.Beside;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A file with many groups is read by parts, and says and lacks what it does when it is read from the beginning to the
/// end.
class LongFilesTest {
    private static final int GROUPS = 1000;

    private static final String KIND = """
            kind: %s
            product: app
            data: compatible
            parameters: {port: required}
            resources:
              service: {type: %s, with: {run: "serve {group} {port}"}}
            """;

    /// Everything that was begun is done when the first of it is asked for, the last first.
    private static final class LastFirst implements Beside {
        private final Deque<Runnable> begun = new ArrayDeque<>();

        @Override
        public <T> Supplier<T> begin(Supplier<T> work) {
            Deque<T> result = new ArrayDeque<>();
            begun.push(() -> result.add(work.get()));
            return () -> {
                while (!begun.isEmpty()) {
                    begun.pop().run();
                }
                return result.element();
            };
        }
    }

    private static Source cluster(String... changed) {
        StringBuilder text = new StringBuilder("cluster: long\nfencing: none\nnodes:\n  n1: 127.0.0.1\ngroups:\n");
        for (int g = 0; g < GROUPS; g++) {
            text.append("  g").append(g).append(": {kind: app, prefer: [n1], with: {port: ").append(g).append("}}\n");
        }
        String all = text.toString();
        for (int i = 0; i < changed.length; i += 2) {
            all = all.replace("  " + changed[i] + ": {kind: app, prefer: [n1],", "  " + changed[i] + ": {"
                    + changed[i + 1] + ",");
        }
        return new Source("cluster.yaml", all);
    }

    private static Function<String, Optional<Source>> kinds(String type) {
        return name -> name.equals("none") ? Optional.empty() : Optional.of(new Source("kinds/" + name + ".yaml",
                name.equals("bad") ? "kind: [" : KIND.formatted(name, name.equals("odd") ? "odd" : type)));
    }

    @Test
    void a_long_file_without_mistakes_says_the_same() {
        Source source = cluster("g700", "kind: other, prefer: [n1]");
        assertThat(ClusterFile.parseByParts(source, kinds("process"), new LastFirst()))
                .isEqualTo(ClusterFile.parse(source, kinds("process")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "g900 | kind: app, prefer: [n2] | g300 | kind: none, prefer: [n1]",
            "g900 | kind: bad, prefer: [n1] | g300 | kind: none, prefer: [n1]",
            "g900 | kind: odd, prefer: [n1] | g300 | kind: app, prefer: [n3], colour: red",
            "g900 | kind: odd, prefer: [n1] | g300 | kind: bad, prefer: [n1]",
            "g2   | kind: app, prefer: [n2] | g990 | kind: app, after: [g990]"})
    void mistakes_are_named_in_the_order_of_the_file(String one, String first, String other, String second) {
        Source source = cluster(one.strip(), first.strip(), other.strip(), second.strip());
        Mistakes inTurn = catchThrowableOfType(Mistakes.class, () -> ClusterFile.parse(source, kinds("process")));
        Mistakes byParts = catchThrowableOfType(Mistakes.class,
                () -> ClusterFile.parseByParts(source, kinds("process"), new LastFirst()));
        assertThat(inTurn).hasMessageContaining(":");
        assertThat(byParts).hasMessage(inTurn.getMessage());
    }
}
