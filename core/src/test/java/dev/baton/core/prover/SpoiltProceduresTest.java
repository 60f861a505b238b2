package dev.baton.core.prover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.Scenes;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Written procedures with one or two lines left out: each is broken, at the line where it shows.
class SpoiltProceduresTest {
    private static final ClusterImage STRICT = Scenes.fourNodes(DataMode.STRICT);
    private static final ClusterImage PLAIN = Scenes.fourNodes(DataMode.COMPATIBLE);

    private static final List<String> WRITTEN = Stream.of("upgrade node4",
            "take offline attendant of evs1", "move evs1 from node1 to node4", "convert evs1", "bring online evs1",
            "upgrade node1", "take offline attendant of evs2", "move evs2 from node2 to node1", "convert evs2",
            "bring online evs2", "upgrade node2", "take offline attendant of evs3", "move evs3 from node3 to node2",
            "convert evs3", "bring online evs3", "upgrade node3").toList();
    private static final List<String> LEAPFROG = List.of("upgrade node4", "move evs1 from node1 to node4",
            "upgrade node1", "move evs2 from node2 to node1", "upgrade node2", "move evs3 from node3 to node2",
            "upgrade node3");

    /// Which lines of the procedure are left out, which law that breaks, and at which of the lines that are left: 0 is
    /// the end.
    @ParameterizedTest(name = "{0} without {1} and {2}: law {3} at line {4}")
    @CsvSource({
        "strict, 1, 0, 2, 3", "strict, 2, 0, 2, 2", "strict, 3, 0, 2, 3", "strict, 4, 0, 2, 4", "strict, 5, 0, 15, 0",
        "strict, 6, 0, 2, 8", "strict, 7, 0, 2, 7", "strict, 8, 0, 2, 8", "strict, 9, 0, 2, 9",
        "strict, 10, 0, 15, 0", "strict, 11, 0, 2, 13", "strict, 13, 0, 2, 13", "strict, 14, 0, 2, 14",
        "strict, 15, 0, 15, 0", "strict, 16, 0, 15, 0", "strict, 4, 5, 15, 0", "strict, 14, 15, 15, 0",
        "strict, 9, 10, 15, 0", "plain, 2, 0, 12, 2", "plain, 4, 0, 12, 4", "plain, 6, 0, 12, 6", "plain, 1, 0, 15, 0",
        "plain, 7, 0, 15, 0", "plain, 3, 5, 15, 0", "plain, 1, 2, 3, 1"})
    void left_out(String sort, int first, int second, int law, int line) {
        boolean strict = sort.equals("strict");
        List<String> lines = new ArrayList<>(strict ? WRITTEN : LEAPFROG);
        if (second > 0) {
            lines.remove(second - 1);
        }
        lines.remove(first - 1);
        ProcedureProof proof = prove(lines, strict ? STRICT : PLAIN);
        assertThat(proof.proof()).isInstanceOfSatisfying(Proof.Broken.class, broken -> {
            assertThat(broken.law().number()).as(String.join("\n", proof.text())).isEqualTo(law);
            assertThat(broken.at().map(at -> proof.written().origins().get(at.index()).line()).orElse(0))
                    .as(String.join("\n", proof.text())).isEqualTo(line);
        });
    }

    @ParameterizedTest
    @CsvSource({"strict", "plain"})
    void with_every_line_it_holds(String sort) {
        boolean strict = sort.equals("strict");
        assertThat(prove(strict ? WRITTEN : LEAPFROG, strict ? STRICT : PLAIN).proof().holds()).isTrue();
    }

    private static ProcedureProof prove(List<String> lines, ClusterImage image) {
        return ProcedureProof.prove(ProcedureReader.read("written", lines), Scenes.upgrade(), image);
    }
}
