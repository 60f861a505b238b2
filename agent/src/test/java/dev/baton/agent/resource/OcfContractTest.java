package dev.baton.agent.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A few packaged agents in every build; all of them: [OcfContractCheck].
final class OcfContractTest {

    private static final Set<String> FEW = Set.of("Dummy", "Filesystem", "IPaddr2", "Route", "symlink", "anything");

    @BeforeAll
    static void there_are_agents_and_the_right_to_run_them() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: packaged agents want root");
        Assumptions.assumeTrue(Files.isDirectory(OcfContract.AGENTS),
                "skipped: no resource agents here; install the package resource-agents");
    }

    static Stream<OcfContract> few() {
        return OcfContract.known().stream().filter(contract -> FEW.contains(contract.agent()));
    }

    @ParameterizedTest
    @MethodSource("few")
    void an_agent_validates_starts_monitors_stops_and_then_says_that_it_does_not_run(OcfContract contract)
            throws IOException, InterruptedException {
        assertThat(contract.run()).matches(OcfContract.Outcome::kept);
    }
}
