package dev.baton.cli.command;

import static dev.baton.fuzz.Foreign.lines;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.plan.UpgradeSpec;
import dev.baton.core.prover.Procedure;
import dev.baton.core.prover.ProcedureProof;
import dev.baton.core.prover.ProcedureReader;
import java.nio.file.Path;

/// A procedure that somebody wrote for the cluster of `examples/h2`.
class ProcedureFuzzTest {

    private static final Documents EXAMPLE = new Documents(Path.of("..", "examples", "h2"));
    private static final UpgradeSpec UPGRADE = EXAMPLE.upgrade("upgrade.yaml");
    private static final ClusterImage AT_REST = Definition.atRest(EXAMPLE.cluster("cluster.yaml"), UPGRADE);

    @FuzzTest
    void a_written_procedure_is_proved_or_one_line_of_it_is_refused(byte[] input) {
        read(IllegalArgumentException.class, () -> ProcedureReader.read("steps", lines(input))).ifPresent(procedure -> {
            same(ProcedureReader.read("steps", procedure.lines().stream().map(Procedure.Line::text).toList()),
                    procedure);
            read(IllegalArgumentException.class, () -> ProcedureProof.prove(procedure, UPGRADE, AT_REST).text());
        });
    }
}
