package dev.baton.zookeeper;

import java.util.Map;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// ZooKeeper's settings that exist once per program: system properties, read when its classes load, and what it does
/// when it wants to end the program.
final class EngineSettings {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSettings.class);

    private static final Map<String, String> PROPERTIES = Map.of(
            // Its web server needs a Jetty that cannot live beside ours.
            "zookeeper.admin.enableServer", "false",
            "zookeeper.jmx.log4j.disable", "true",
            // It is told once per life, and closing the root to the world sets it off at every first start.
            "zookeeper.digest.enabled", "false",
            // Loopback and one machine's many clients count as one address; 0 is no limit.
            "zookeeper.maxCnxns", "0",
            // A lone peer otherwise asks for votes at up to a minute's interval, and so does one whose cable is back.
            "zookeeper.fastleader.maxNotificationInterval", "1000",
            // Milliseconds to reach another peer for an election; the default of 5 s is a lease.
            "zookeeper.cnxTimeout", "1000",
            // Milliseconds that a new leader waits for followers while one of them asks for another election; without
            // it as long as a peer may take to join, and with two leaders waiting that is no leader for a lease.
            "zookeeper.leader.maxTimeToWaitForEpoch", "1000",
            // Kilobytes by which the log grows; the default of 64 MB is more than a small cluster writes in a week.
            "zookeeper.preAllocSize", "4096");

    private EngineSettings() {}

    static void apply() {
        PROPERTIES.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
        ServiceUtils.setSystemExitProcedure(code ->
                LOG.error("the coordination engine wanted to end this program with exit code {}", code));
    }
}
