package dev.baton.zookeeper;

import dev.baton.coordination.contract.CoordinationContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The contract, on three peers, where everything that is said is encrypted.
@ResourceLock("how TLS is spoken")
final class EnsembleWithTlsContractTest extends CoordinationContract {

    @TempDir
    private static Path directory;

    private static Ensemble ensemble;

    EnsembleWithTlsContractTest() {
        super(new EnsembleStage(ensemble, 3));
    }

    @BeforeAll
    static void three_peers() {
        ensemble = Ensemble.of(3, directory, Optional.of(new Identities(directory).node(EngineTls.Speech.INSISTS)))
                .start();
    }

    @AfterAll
    static void stop() {
        ensemble.close();
    }
}
