package dev.baton.zookeeper;

import dev.baton.coordination.contract.CoordinationContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract, on one server.
final class StandaloneContractTest extends CoordinationContract {

    @TempDir
    private static Path directory;

    private static Ensemble ensemble;

    StandaloneContractTest() {
        super(new EnsembleStage(ensemble, 1));
    }

    @BeforeAll
    static void one_server() {
        ensemble = Ensemble.of(1, directory).start();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }
}
