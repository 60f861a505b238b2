package dev.baton.demo.h2;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gets the jars of both H2 versions: the new one is the driver that this program runs with, the old one comes through
/// the user's own Maven, with the repositories and the proxy that are set there, and is kept for the next time.
public final class H2Fetch {

    /// The version that the build of Baton itself uses, so that nothing but the jar is fetched.
    private static final String COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";

    private final Path store;
    private final Consumer<String> progress;

    /// @param store    the directory that keeps what was fetched; made when need be
    /// @param progress takes one line per step, for people
    public H2Fetch(Path store, Consumer<String> progress) {
        this.store = store;
        this.progress = progress;
    }

    /// Returns the directory beside the running program's own jars, `h2`, or the one in the user's cache directory when
    /// that cannot be written.
    public static Path defaultStore() {
        Path own = jarOf(H2Fetch.class);
        Path beside = own.resolveSibling("..").resolve("h2").normalize();
        if (Files.isRegularFile(beside.resolve(H2Version.OLD.jarName()))
                || Files.isWritable(beside.getParent() == null ? beside : beside.getParent())) {
            return beside;
        }
        return Path.of(System.getProperty("user.home"), ".cache", "baton", "h2");
    }

    /// Puts both jars into `directory`, under the names that installs look for.
    ///
    /// @throws IOException naming what failed and the way out, if a jar cannot be got
    public void into(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.copy(jarOf(org.h2.Driver.class), directory.resolve(H2Version.NEW.jarName()),
                StandardCopyOption.REPLACE_EXISTING);
        Files.copy(old(), directory.resolve(H2Version.OLD.jarName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Returns the jar of the old version, fetched when it is not there yet.
    ///
    /// @throws IOException naming what failed and the way out, if it cannot be got
    public Path old() throws IOException {
        Path jar = store.resolve(H2Version.OLD.jarName());
        if (Files.isRegularFile(jar) && Files.size(jar) > 0) {
            return jar;
        }
        Files.createDirectories(store);
        Path fresh = Files.createTempDirectory(store, "fetching");
        try {
            progress.accept("fetching H2 " + H2Version.OLD.text() + " from Maven Central");
            maven(fresh);
            Files.move(fresh.resolve(jar.getFileName()), jar, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Directories.delete(fresh);
        }
        return jar;
    }

    private void maven(Path target) throws IOException {
        ProcessBuilder maven = new ProcessBuilder("mvn", "-B", "-Dstyle.color=never", COPY,
                "-Dartifact=com.h2database:h2:" + H2Version.OLD.text(), "-DoutputDirectory=" + target)
                .directory(target.toFile()).redirectErrorStream(true);
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        List<String> said = new ArrayList<>();
        int status;
        try {
            Process process = maven.start();
            process.getOutputStream().close();
            try (BufferedReader lines = process.inputReader()) {
                lines.lines().forEach(line -> {
                    said.add(line);
                    if (line.contains("Downloaded from ") && line.contains(".jar")) {
                        progress.accept("  " + line.replaceFirst(".*Downloaded from [^ ]*: ?", "").strip());
                    }
                });
            }
            status = process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Maven fetched H2", e);
        } catch (IOException | UncheckedIOException e) {
            throw new IOException("cannot run Maven to fetch H2 " + H2Version.OLD.text() + " (" + e.getMessage()
                    + "): install it (Debian: apt install maven), or put " + H2Version.OLD.jarName() + " into "
                    + store, e);
        }
        if (status != 0 || !Files.isRegularFile(target.resolve(H2Version.OLD.jarName()))) {
            String error = said.stream().filter(line -> line.startsWith("[ERROR]")).findFirst()
                    .orElse("Maven ended with " + status);
            throw new IOException("Maven could not fetch H2 " + H2Version.OLD.text() + ": "
                    + error.replaceFirst("^\\[ERROR] *", "") + "; or put " + H2Version.OLD.jarName() + " into "
                    + store);
        }
    }

    private static Path jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of " + type + " has no path", e);
        }
    }
}
