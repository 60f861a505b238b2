package dev.baton.demo.local;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the assembled programs are: the directory that has `bin` and `lib`.
final class Programs {

    private Programs() {}

    /// Returns the program `batond`: of the installation that this very program runs from, or of the one that the
    /// system property `baton.home` names.
    ///
    /// @throws IllegalStateException if there is none
    static Path batond() {
        String named = System.getProperty("baton.home");
        Path home = named == null ? own() : Path.of(named);
        Path program = home.resolve("bin").resolve("batond").toAbsolutePath().normalize();
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("there is no program " + program + "; build the whole first, or name the "
                    + "directory that has bin/batond in the system property baton.home");
        }
        return program;
    }

    private static Path own() {
        try {
            Path jar = Path.of(Programs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return jar.resolveSibling("..");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program's own jar has no path", e);
        }
    }
}
