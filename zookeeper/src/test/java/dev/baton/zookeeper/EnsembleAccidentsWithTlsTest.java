package dev.baton.zookeeper;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// The accidents, where everything that is said is encrypted.
final class EnsembleAccidentsWithTlsTest extends EnsembleAccidents {

    EnsembleAccidentsWithTlsTest(@TempDir Path directory) {
        super(Ensemble.of(3, directory, Optional.of(new Identities(directory).node(EngineTls.Speech.INSISTS))));
    }
}
