package dev.baton.zookeeper;

import dev.baton.coordination.pem.MadeAuthority;
import dev.baton.coordination.pem.MadeAuthority.Signed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/// Who may be there: a node of the cluster, a caller of it, and a node of another one.
final class Identities {

    private final Path directory;
    private final MadeAuthority cluster;
    private final Signed node;
    private final Signed caller;
    private final Signed stranger;

    Identities(Path directory) {
        this.directory = directory;
        cluster = new MadeAuthority(directory, "cluster");
        node = cluster.node("node");
        caller = cluster.caller("alice");
        stranger = new MadeAuthority(directory, "strangers").node("node");
    }

    /// Returns a node on this machine.
    EngineTls node(EngineTls.Speech speech) {
        return of(node, speech);
    }

    /// Returns a caller, whose certificate the same authority has signed, and names no machine.
    EngineTls caller() {
        return of(caller, EngineTls.Speech.INSISTS);
    }

    /// Returns a node of another cluster that would take this one for its own.
    EngineTls stranger() {
        return of(stranger, EngineTls.Speech.INSISTS);
    }

    private EngineTls of(Signed own, EngineTls.Speech speech) {
        try {
            return EngineTls.prepare(own.certificate(), own.key(), cluster.certificate(), directory.resolve(
                    own.certificate().getFileName() + "." + speech + ".pem"), speech);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }
}
