package dev.baton.agent.facts;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;

class PrintedFuzzTest {

    @FuzzTest
    void a_probe_printed_a_version_or_none(byte[] input) {
        HostEvent.RunEnded ended = new HostEvent.RunEnded(new HostToken("probe"), 0, false, text(input));
        Printed.version(ended).ifPresent(version ->
                holds(ended.output().contains(version.value()), version + " was not printed"));
        holds(!Printed.failure(ended).isBlank(), "no word of the failure");
    }
}
