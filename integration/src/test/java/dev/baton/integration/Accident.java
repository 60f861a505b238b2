package dev.baton.integration;

import java.io.IOException;
import java.util.Locale;

/// What happens to one machine's daemon, and what that machine is when it happens.
///
/// @param victim which machine
/// @param freeze SIGSTOP; otherwise `kill -9`
record Accident(Victim victim, boolean freeze) implements Cell.Mishap {

    /// What a machine is.
    enum Victim {
        /// Owns a group, leads nothing.
        OWNER {
            @Override
            String in(Machines machines) {
                return machines.ownerOnly();
            }
        },
        /// Leads the controllers, hence carries out the run.
        LEADER {
            @Override
            String in(Machines machines) {
                return machines.cluster().leader();
            }
        },
        /// Its peer leads the ensemble.
        ENSEMBLE_LEADER {
            @Override
            String in(Machines machines) {
                return machines.cluster().ensembleLeader();
            }
        },
        /// Owns a group and leads both.
        ALL_THREE {
            @Override
            String in(Machines machines) throws IOException {
                return machines.allThree();
            }
        };

        /// Finds the machine, or makes one so.
        abstract String in(Machines machines) throws IOException;
    }

    /// Lets it happen to a machine.
    void happenTo(LiveCluster cluster, String node) throws IOException {
        if (freeze) {
            cluster.freeze(node);
        } else {
            cluster.kill(node);
        }
    }

    @Override
    public String toString() {
        return (freeze ? "freeze of " : "kill of ") + victim.name().toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }
}
