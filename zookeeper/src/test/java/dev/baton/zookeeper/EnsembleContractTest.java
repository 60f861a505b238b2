package dev.baton.zookeeper;

import dev.baton.coordination.contract.CoordinationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on three peers, with each client at a peer of its own.
final class EnsembleContractTest extends CoordinationContract {

    @TempDir
    private static Path directory;

    private static Ensemble ensemble;

    EnsembleContractTest() {
        super(new EnsembleStage(ensemble, 3));
    }

    @BeforeAll
    static void three_peers() {
        ensemble = Ensemble.of(3, directory).start();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }
}
