package dev.baton.cli.membership;

import dev.baton.cli.terminal.Failure;
import dev.baton.config.DaemonFile;
import dev.baton.config.DaemonSettings;
import dev.baton.core.model.NodeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The files of one machine's daemon: `batond.yaml`, and `secret`, which only its owner reads.
///
/// @param directory where they are, such as `/etc/baton`
/// @param state     where the daemon keeps its state
/// @param apiHost   where its REST interface answers
/// @param apiPort   likewise
public record MachineFiles(Path directory, Path state, String apiHost, int apiPort) {

    /// Returns the settings of the daemon.
    public Path settings() {
        return directory.resolve("batond.yaml");
    }

    /// Refuses where one of the files is there already, before anything else is done.
    ///
    /// @throws Failure naming it
    public void mustBeNew() {
        for (Path file : List.of(settings(), directory.resolve("secret"))) {
            if (Files.exists(file)) {
                throw Failure.usage(file + " is there already: this machine belongs to a cluster. "
                        + "Nothing was changed.");
            }
        }
    }

    /// Writes both files.
    ///
    /// @throws Failure if one is there already or cannot be written
    public void write(NodeId node, Luggage luggage) {
        mustBeNew();
        Path secret = directory.resolve("secret");
        DaemonSettings settings = new DaemonSettings(node, state, apiHost, apiPort, luggage.ensemble(), secret,
                luggage.timings(), luggage.engine(), Collections.emptySortedMap(), "baton", Optional.empty(),
                Optional.empty(), Optional.empty(), Optional.empty());
        try {
            Files.createDirectories(directory);
            Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                    "rw-------")));
            Files.writeString(secret, luggage.secret() + "\n", StandardOpenOption.WRITE);
            Files.writeString(settings(), DaemonFile.text(settings), StandardOpenOption.CREATE_NEW);
        } catch (IOException failed) {
            throw Failure.usage("cannot write below " + directory + ": " + failed.getMessage());
        }
    }
}
