package dev.baton.config;

import static dev.baton.fuzz.Foreign.holds;
import static dev.baton.fuzz.Foreign.read;
import static dev.baton.fuzz.Foreign.text;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.baton.config.ClusterFile.Source;
import dev.baton.zookeeper.PeerAddress;

class DaemonFileFuzzTest {

    @FuzzTest
    void a_daemon_file_says_settings_that_a_daemon_can_start_with_or_its_mistakes_are_named(byte[] input) {
        read(Mistakes.class, () -> DaemonFile.parse(new Source("batond.yaml", text(input)))).ifPresent(settings -> {
            holds(settings.unsafeTimings().isEmpty() && settings.unsafeWatchdog().isEmpty()
                    && settings.timings().heartbeat().isPositive()
                    && settings.engine().tick().toMillis() > 0, "unsafe timings");
            settings.ensemble().values().forEach(peer -> new PeerAddress(1, peer.address(), peer.clientPort(),
                    peer.quorumPort(), peer.electionPort()));
            new ProcessBuilder().environment().putAll(settings.environment());
        });
    }
}
