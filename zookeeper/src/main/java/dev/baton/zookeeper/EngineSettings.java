package dev.baton.zookeeper;

import dev.baton.coordination.Transaction;
import java.util.Map;
import java.util.Optional;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ZooKeeper's settings that exist once per program: system properties, read when its classes load, and what it does
/// when it wants to end the program.
final class EngineSettings {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSettings.class);

    private static final Map<String, String> PROPERTIES = Map.ofEntries(
            // Its web server needs a Jetty that cannot live beside ours.
            Map.entry("zookeeper.admin.enableServer", "false"),
            Map.entry("zookeeper.jmx.log4j.disable", "true"),
            // It is told once per life, and closing the root to the world sets it off at every first start.
            Map.entry("zookeeper.digest.enabled", "false"),
            // Loopback and one machine's many clients count as one address; 0 is no limit.
            Map.entry("zookeeper.maxCnxns", "0"),
            // A lone peer otherwise asks for votes at up to a minute's interval, and so does one whose cable is back.
            Map.entry("zookeeper.fastleader.maxNotificationInterval", "1000"),
            // Milliseconds to reach another peer for an election; the default of 5 s is a lease.
            Map.entry("zookeeper.cnxTimeout", "1000"),
            // Milliseconds that a new leader waits for followers while one of them asks for another election; without
            // it as long as a peer may take to join, and with two leaders waiting that is no leader for a lease.
            Map.entry("zookeeper.leader.maxTimeToWaitForEpoch", "1000"),
            // Bytes of one request, of one answer, and of what a peer sends another: the largest transaction, with room
            // for the names. The default is 1 MB.
            Map.entry("jute.maxbuffer", Integer.toString(2 * Transaction.MAX_LENGTH)),
            // An empty directory counts for something only where its peer founds the ensemble.
            Map.entry("zookeeper.db.autocreate", "false"),
            // Kilobytes by which the log grows; the default of 64 MB is more than a small cluster writes in a week.
            Map.entry("zookeeper.preAllocSize", "4096"));

    private static final Map<String, String> WITH_TLS = Map.of(
            // The engine's name for the ban on its own look at the address that a voter's certificate names; with it
            // every certificate of the authority would make a voter.
            "zookeeper.fips-mode", "false",
            // A certificate that TLS has accepted is looked at once more by this.
            "zookeeper.authProvider.x509", "org.apache.zookeeper.server.auth.X509AuthenticationProvider",
            // Milliseconds to see whether another peer speaks TLS; the default of 5 s is a lease.
            "zookeeper.ssl.quorum.handshakeDetectionTimeoutMillis", "1000",
            // Of Netty: what this Java warns of, and pools for more connections than a cluster has.
            "io.netty.noUnsafe", "true",
            "io.netty.transport.noNative", "true",
            "io.netty.eventLoopThreads", "2",
            "io.netty.allocator.type", "unpooled");

    private EngineSettings() {}

    /// @param changing the secret with which the ensemble may be changed, if it may
    static void apply(Optional<EngineTls> tls, Optional<ClusterSecret> changing) {
        changing.ifPresent(secret -> System.setProperty("zookeeper.DigestAuthenticationProvider.superDigest",
                secret.superDigest()));
        tls.ifPresent(EngineSettings::apply);
        PROPERTIES.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        exitNever();
    }

    private static void apply(EngineTls tls) {
        WITH_TLS.forEach(System::setProperty);
        tls.stores("zookeeper.ssl.").forEach(System::setProperty);
        tls.stores("zookeeper.ssl.quorum.").forEach(System::setProperty);
        System.setProperty("zookeeper.client.portUnification", Boolean.toString(!tls.insists()));
    }

    private static void exitNever() {
        ServiceUtils.setSystemExitProcedure(code ->
                LOG.error("the coordination engine wanted to end this program with exit code {}", code));
    }
}
