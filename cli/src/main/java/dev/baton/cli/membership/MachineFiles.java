package dev.baton.cli.membership;

import dev.baton.cli.terminal.Failure;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of one machine's daemon: `batond.yaml`, and what only its owner reads: `secret`, and `callers` where not
/// anybody may call.
///
/// @param directory where they are, such as `/etc/baton`
/// @param state     where the daemon keeps its state
/// @param apiHost   where its REST interface answers
/// @param apiPort   likewise
/// @param identity  its certificate; empty in a cluster without
public record MachineFiles(Path directory, Path state, String apiHost, int apiPort, Optional<NodeIdentity> identity) {

    private static final String SECRET = "secret";

    /// Returns the settings of the daemon.
    public Path settings() {
        return directory.resolve("batond.yaml");
    }

    /// Writes the token of a first administrator, which only its owner reads, and returns its file.
    ///
    /// @throws Failure if it cannot be written
    public Path writeToken(String token) {
        try {
            return Guarded.writeNew(directory.resolve("administrator.token"), token + "\n");
        } catch (IOException failed) {
            throw Failure.usage("cannot write below " + directory + ": " + failed.getMessage());
        }
    }

    /// Refuses where one of the files is there already, before anything else is done.
    ///
    /// @throws Failure naming it
    public void mustBeNew() {
        for (Path file : Stream.concat(Stream.of(settings(), directory.resolve(SECRET)),
                Guarded.files(directory).stream()).toList()) {
            if (Files.exists(file)) {
                throw Failure.usage(file + " is there already: this machine belongs to a cluster. "
                        + "Nothing was changed.");
            }
        }
    }

    /// Writes the files.
    ///
    /// @throws Failure if one is there already or cannot be written
    public void write(NodeId node, Luggage luggage) {
        mustBeNew();
        try {
            Files.createDirectories(directory);
            Path secret = Guarded.writeNew(directory.resolve(SECRET), luggage.secret() + "\n");
            Optional<DaemonSettings.Access> access = luggage.access().isPresent()
                    ? Optional.of(luggage.access().get().write(directory, identity)) : Optional.empty();
            DaemonSettings settings = new DaemonSettings(node, state, apiHost, apiPort, luggage.ensemble(),
                    luggage.external(), secret, luggage.timings(), luggage.engine(),
                    Collections.emptySortedMap(), "baton", Optional.empty(), Optional.empty(), Optional.empty(),
                    access, Optional.empty());
            Guarded.writeNew(settings(), DaemonFile.text(settings));
        } catch (IOException failed) {
            throw Failure.usage("cannot write below " + directory + ": " + failed.getMessage());
        }
    }
}
