package dev.baton.integration;

import dev.baton.integration.Accident.Victim;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every machine, both accidents, every stage of the upgrade: one run each, an hour in all. Not part of the build:
/// `mvn verify -Dit.test=AccidentMatrix`.
class AccidentMatrix {

    private static final int STAGES = 7;

    @TestFactory
    Stream<DynamicTest> a_run_survives_every_accident_at_every_stage() {
        return IntStream.rangeClosed(1, STAGES).boxed().flatMap(stage -> Stream.of(Victim.values())
                .flatMap(victim -> Stream.of(false, true).map(freeze -> test(stage, new Accident(victim, freeze)))));
    }

    private static DynamicTest test(int stage, Accident accident) {
        String name = accident + " at stage " + stage;
        return DynamicTest.dynamicTest(name, () -> {
            try (InterruptedRun run = InterruptedRun.begin(name.replace(' ', '-'))) {
                run.accident(stage, accident);
                run.finish();
            }
        });
    }
}
