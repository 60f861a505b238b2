package dev.baton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files that are the business of one user only: keys, secrets, tokens, and the list of callers.
public final class OwnerOnly {

    private static final Set<PosixFilePermission> WRITES = EnumSet.of(PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_WRITE);
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(PosixFilePermission.OWNER_READ,
            PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnerOnly() {}

    /// Refuses a file that holds something secret and that its group or others may read or write.
    ///
    /// @param what it holds, such as `the key`
    /// @throws IOException if it is so, or the file cannot be looked at: what, which file, its mode, and the way out
    public static void requireSecret(Path file, String what) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (!OWNER.containsAll(mode)) {
            throw new IOException(what + " must be its owner's only, and " + file + " is " + text(mode)
                    + "; do: chmod 600 " + file);
        }
    }

    /// Refuses a file that decides who may do what and that its group or others may write. That they read it does no
    /// harm.
    ///
    /// @param what it holds
    /// @throws IOException if it is so, or the file cannot be looked at: what, which file, its mode, and the way out
    public static void requireUnwritable(Path file, String what) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        if (mode.stream().anyMatch(WRITES::contains)) {
            throw new IOException(what + " must be written by its owner only, and " + file + " is " + text(mode)
                    + "; do: chmod go-w " + file);
        }
    }

    private static String text(Set<PosixFilePermission> mode) {
        return PosixFilePermissions.toString(mode);
    }

    /// Returns what makes a new file its owner's only, from its first moment on.
    public static FileAttribute<Set<PosixFilePermission>> file() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }
}
