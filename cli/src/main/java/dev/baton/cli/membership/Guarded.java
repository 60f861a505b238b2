package dev.baton.cli.membership;

import dev.baton.config.BetweenNodes;
import dev.baton.config.DaemonSettings;
import dev.baton.config.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Who may call a cluster's daemons, as every machine of it has to know.
///
/// @param callers          what the file of callers says
/// @param callersAuthority certificates (PEM) of who signs those of callers; empty: the cluster's authority, or no TLS
/// @param betweenNodes     how the coordination engine is spoken to, where the cluster has certificates
public record Guarded(String callers, Optional<String> callersAuthority, Optional<String> betweenNodes) {

    private static final String CALLERS = "callers";
    private static final String CALLERS_AUTHORITY = "callers-authority.crt";

    /// Returns what the settings of a member say; empty where anybody on a machine may call.
    ///
    /// @throws IOException if a file cannot be read
    public static Optional<Guarded> of(DaemonSettings settings) throws IOException {
        if (settings.access().isEmpty()) {
            return Optional.empty();
        }
        DaemonSettings.Access access = settings.access().get();
        Optional<Path> own = access.tls().flatMap(DaemonSettings.TlsFiles::callersAuthority);
        return Optional.of(new Guarded(Files.readString(access.tokens()), own.isPresent()
                ? Optional.of(Files.readString(own.get())) : Optional.empty(),
                access.tls().map(tls -> tls.betweenNodes().word())));
    }

    /// Returns the files that [#write] makes.
    static List<Path> files(Path directory) {
        return List.of(directory.resolve(CALLERS), directory.resolve(CALLERS_AUTHORITY));
    }

    /// Writes what it says, for its owner only, and returns the settings that name it.
    ///
    /// @param identity this machine's own files; empty where the cluster has no certificates
    /// @throws IOException if one is there already or cannot be written
    DaemonSettings.Access write(Path directory, Optional<NodeIdentity> identity) throws IOException {
        Path file = writeNew(directory.resolve(CALLERS), callers);
        Optional<Path> authority = Optional.empty();
        if (callersAuthority.isPresent()) {
            authority = Optional.of(writeNew(directory.resolve(CALLERS_AUTHORITY), callersAuthority.get()));
        }
        Optional<Path> signs = authority;
        return new DaemonSettings.Access(file, identity.map(own -> new DaemonSettings.TlsFiles(own.certificate(),
                own.key(), own.authority(), signs, betweenNodes.map(BetweenNodes::of)
                        .orElse(BetweenNodes.ONLY_TLS))));
    }

    static Path writeNew(Path file, String text) throws IOException {
        Files.createFile(file, OwnerOnly.file());
        return Files.writeString(file, text, StandardOpenOption.WRITE);
    }
}
