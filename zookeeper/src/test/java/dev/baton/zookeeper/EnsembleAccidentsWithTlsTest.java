package dev.baton.zookeeper;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The accidents, where everything that is said is encrypted.
@ResourceLock("how TLS is spoken")
final class EnsembleAccidentsWithTlsTest extends EnsembleAccidents {

    EnsembleAccidentsWithTlsTest(@TempDir Path directory) {
        super(Ensemble.of(3, directory, Optional.of(new Identities(directory).node(EngineTls.Speech.INSISTS))));
    }
}
