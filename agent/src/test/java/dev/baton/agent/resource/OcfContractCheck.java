package dev.baton.agent.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The whole package, by name: some minutes. Prints who keeps the contract and, of the others, why not.
final class OcfContractCheck {

    /// Fewer would mean that agents in general do not run here.
    private static final int AT_LEAST = 25;
    /// Its start beeps without end.
    private static final Set<String> NEVER = Set.of("AudibleAlarm");

    @Test
    void at_least_twenty_five_agents_keep_the_contract_and_every_other_has_a_reason()
            throws IOException, InterruptedException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "skipped: packaged agents want root");
        Assumptions.assumeTrue(Files.isDirectory(OcfContract.AGENTS), "skipped: no resource agents here");
        List<String> kept = new ArrayList<>();
        TreeMap<String, List<String>> others = new TreeMap<>();
        TreeMap<String, OcfContract> known = OcfContract.known().stream()
                .collect(Collectors.toMap(OcfContract::agent, it -> it, (one, _) -> one, TreeMap::new));
        for (OcfContract plain : OcfContract.packaged()) {
            String agent = plain.agent();
            if (NEVER.contains(agent)) {
                others.computeIfAbsent("it does not end", _ -> new ArrayList<>()).add(agent);
                continue;
            }
            OcfContract.Outcome outcome = known.getOrDefault(agent, plain).run();
            if (outcome.kept()) {
                kept.add(agent);
            } else {
                others.computeIfAbsent(outcome.reason(), _ -> new ArrayList<>()).add(agent);
            }
            System.out.println(agent + " " + outcome);
        }
        System.out.println("\n" + kept.size() + " agents keep the contract: " + String.join(" ", kept));
        others.forEach((reason, agents) -> System.out.println(agents.size() + ", " + reason + ": "
                + String.join(" ", agents)));
        assertThat(kept).hasSizeGreaterThanOrEqualTo(AT_LEAST).containsAll(known.keySet());
    }
}
