package dev.baton.zookeeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.X509Exception;

/// How this machine's part of the coordination engine proves who it is, in TLS, and whom it believes. Both ends of
/// every connection show a certificate of the authority. A voter's must also name the address at which the other voters
/// reach it, in both directions: so the certificate of a caller, or of a node without a vote, makes no voter.
///
/// @param identity  PEM file with this node's certificate, what leads from it to the authority, and its key
/// @param authority PEM file: who signs the certificates of the nodes
/// @param speech    what is said and understood
public record EngineTls(Path identity, Path authority, Speech speech) {

    private static final String PEM = "PEM";

    /// What is said and understood besides TLS: neighbours understand each other, and so a running ensemble changes.
    public enum Speech {
        /// Understands both, and speaks in the clear.
        ACCEPTS(false, false),
        /// Understands both, and speaks TLS.
        SPEAKS(true, false),
        /// Speaks TLS, and refuses everything else.
        INSISTS(true, true);

        private final boolean speaks;
        private final boolean insists;

        Speech(boolean speaks, boolean insists) {
            this.speaks = speaks;
            this.insists = insists;
        }
    }

    /// Puts certificate and key into one file that only its owner reads, as ZooKeeper wants them.
    ///
    /// @param certificate PEM: of this node, and what leads from it to the authority
    /// @param key         PEM: of the first of them, PKCS #8
    /// @param authority   PEM: who signs the certificates of the nodes
    /// @param identity    the file that is written, over an older one
    /// @throws IOException if a file cannot be read or written, or ZooKeeper does not understand it: which, and why
    public static EngineTls prepare(Path certificate, Path key, Path authority, Path identity, Speech speech)
            throws IOException {
        Path fresh = identity.resolveSibling(identity.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Files.readString(key, StandardCharsets.US_ASCII) + "\n"
                + Files.readString(certificate, StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        Files.move(fresh, identity, StandardCopyOption.ATOMIC_MOVE);
        try {
            ClientX509Util.createKeyManager(identity.toString(), "", PEM);
            ClientX509Util.createTrustManager(authority.toString(), "", PEM, false, false, false, false, false, true);
        } catch (X509Exception unusable) {
            throw new IOException("the coordination engine cannot use " + certificate + " with " + key + " (RSA or EC),"
                    + " or " + authority + ": " + root(unusable).getMessage(), unusable);
        }
        return new EngineTls(identity, authority, speech);
    }

    private static Throwable root(Throwable failed) {
        Throwable cause = failed.getCause();
        return cause == null ? failed : root(cause);
    }

    /// Returns whether what this machine says is encrypted.
    boolean speaks() {
        return speech.speaks;
    }

    /// Returns whether this machine hears nothing that is said in the clear.
    boolean insists() {
        return speech.insists;
    }

    /// Returns ZooKeeper's settings, under their names.
    ///
    /// @param prefix `zookeeper.ssl.` for clients and what they speak to, `zookeeper.ssl.quorum.` between voters
    Map<String, String> stores(String prefix) {
        return new TreeMap<>(Map.of(
                prefix + "keyStore.location", identity.toString(), prefix + "keyStore.type", PEM,
                prefix + "trustStore.location", authority.toString(), prefix + "trustStore.type", PEM));
    }
}
