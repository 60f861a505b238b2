package dev.baton.integration;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Everything that may happen, wherever a run may be: one run each, more than an hour in all; the table is left in
/// `integration/target/accidents.md`. Not part of the build: `mvn verify -Dit.test=AccidentMatrix`, and one cell of it
/// with `-Dcell=install/kill-of-leader`.
class AccidentMatrix {

    @TestFactory
    Stream<DynamicTest> a_run_survives_everything_everywhere() {
        Optional<String> only = Optional.ofNullable(System.getProperty("cell"));
        return Cell.all().stream().filter(cell -> only.filter(name -> !name.equals(cell.toString())).isEmpty())
                .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> {
                    String name = cell.toString().replace('/', '-');
                    boolean one = cell.what() instanceof Accident(var victim, _)
                            && victim == Accident.Victim.ALL_THREE;
                    try (InterruptedRun run = one ? InterruptedRun.beginLedByOne(name)
                            : cell.what() == Cell.Trouble.DISK_FULL ? InterruptedRun.beginWithSmallDisk(name)
                            : InterruptedRun.begin(name)) {
                        run.play(cell);
                        run.finish();
                    }
                }));
    }
}
