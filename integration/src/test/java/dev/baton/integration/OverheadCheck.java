package dev.baton.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What a run takes itself, beside its steps, where each install takes a minute: as its own report says it, printed.
/// Not part of the build: `mvn verify -Dit.test=OverheadCheck`.
class OverheadCheck {

    private static final Duration LONG_ENOUGH = Duration.ofMinutes(20);

    @Test
    void the_report_of_a_run_whose_installs_take_a_minute_says_what_the_run_took_itself() throws IOException,
            InterruptedException {
        try (LiveCluster cluster = LiveCluster.begin("overhead")) {
            String quick = Files.readString(cluster.local().upgradeFile());
            String slow = quick.replace("    install:   '", "    install:   'sleep 60 && ");
            assertThat(slow).isNotEqualTo(quick);
            cluster.startUpgrade(slow);
            Awaitility.await("the run ends").atMost(LONG_ENOUGH).until(() -> cluster.run().ended().isPresent());
            assertThat(cluster.run().status()).isEqualTo("finished");
            List<String> said = cluster.done("upgrade", "report").out().lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).contains("overhead")).toList();
            assertThat(said).isNotEmpty();
            said.forEach(System.out::println);
        }
    }
}
