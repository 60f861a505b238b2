package dev.baton.zookeeper;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/// The accidents, in the clear.
final class EnsembleAccidentsTest extends EnsembleAccidents {

    EnsembleAccidentsTest(@TempDir Path directory) {
        super(Ensemble.of(3, directory));
    }
}
