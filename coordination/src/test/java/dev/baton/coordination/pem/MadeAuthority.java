package dev.baton.coordination.pem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// An authority that signs certificates for tests, by the platform's own tool (keytool), and writes them as PEM.
public final class MadeAuthority {

    private static final String PASSWORD = "changeit";
    private static final String AUTHORITY = "authority";

    private final Path directory;
    private final String name;
    private final Path store;

    /// A certificate and its key.
    public record Signed(Path certificate, Path key) {}

    /// @param directory where all is written
    /// @param name      of the authority, and of what belongs to it there
    public MadeAuthority(Path directory, String name) {
        this.directory = directory;
        this.name = name;
        store = directory.resolve(name + ".p12");
        keytool(AUTHORITY, "CN=" + name, "-ext", "bc:c");
        write(name, AUTHORITY);
    }

    /// Returns the file of its own certificate.
    public Path certificate() {
        return directory.resolve(name + ".crt");
    }

    /// Returns a certificate of a node on this machine, as a server's and a client's.
    ///
    /// @param more addresses of it than 127.0.0.1
    public Signed node(String commonName, String... more) {
        StringBuilder names = new StringBuilder("san=ip:127.0.0.1,dns:localhost");
        for (String address : more) {
            names.append(",ip:").append(address);
        }
        return sign(commonName, "-ext", names.toString(), "-ext", "eku=serverAuth,clientAuth");
    }

    /// Returns a certificate of a caller.
    public Signed caller(String commonName) {
        return sign(commonName, "-ext", "eku=clientAuth");
    }

    /// Returns a certificate.
    ///
    /// @param more words for keytool
    public Signed sign(String commonName, String... more) {
        List<String> words = new ArrayList<>(List.of("-signer", AUTHORITY));
        words.addAll(List.of(more));
        keytool(commonName, "CN=" + commonName, words.toArray(String[]::new));
        return write(name + "-" + commonName.replace(' ', '-'), commonName);
    }

    private void keytool(String alias, String subject, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-dname", subject, "-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore",
                store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(more));
        if (!command.contains("-startdate")) {
            command.addAll(List.of("-startdate", "-1d", "-validity", "9"));
        }
        try {
            Process made = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (made.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    private Signed write(String file, String alias) {
        try {
            KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
            Path key = directory.resolve(file + ".key");
            Files.createFile(key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(key, pem("PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded()));
            return new Signed(Files.writeString(directory.resolve(file + ".crt"), pem("CERTIFICATE",
                    keys.getCertificate(alias).getEncoded())), key);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                + what + "-----\n";
    }
}
