package dev.baton.zookeeper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a peer keeps in its directory beside log and snapshots: its id, and who belongs to the ensemble.
///
/// ZooKeeper writes each ensemble that was decided beside the file that it was started with, under that file's name
/// with the version. That name is always the same here, so that the next start finds them, and takes the newest.
final class EnsembleFiles {

    private static final String ID = "myid";
    private static final String MAIN = "peer.cfg";
    private static final String INITIAL = "peer.initial";
    private static final String DECIDED = MAIN + ".dynamic.";
    private static final String PROPOSED = "next";
    private static final int HEXADECIMAL = 16;

    private final PeerConfig config;

    EnsembleFiles(PeerConfig config) {
        this.config = config;
    }

    /// Returns the file that the peer is started with.
    Path main() {
        return config.dataDir().resolve(MAIN).toAbsolutePath();
    }

    /// ZooKeeper wants its id in a file. One that is there and differs is another peer's directory.
    void writeId() throws IOException {
        Optional<String> found = id();
        if (found.isEmpty()) {
            Files.writeString(config.dataDir().resolve(ID), config.id() + "\n");
        } else if (belongsToOther()) {
            throw new IOException("the directory belongs to coordination peer " + found.get());
        }
    }

    private Optional<String> id() {
        try {
            return Optional.of(Files.readString(config.dataDir().resolve(ID)).strip());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    /// Returns whether the directory is that of a peer with another id.
    boolean belongsToOther() {
        return id().filter(found -> !found.equals(Integer.toString(config.id()))).isPresent();
    }

    /// Says that an empty directory is what an ensemble begins with, where it is.
    void markFounded() throws IOException {
        if (config.entry() == PeerConfig.Entry.FOUNDER && isEmpty(config.dataDir()) && newest().isEmpty()) {
            Files.writeString(config.dataDir().resolve("initialize"), "");
        }
    }

    /// Returns whether a peer's directory has neither log nor snapshot.
    static boolean isEmpty(Path dataDir) throws IOException {
        Path data = dataDir.resolve("version-2");
        if (!Files.isDirectory(data)) {
            return true;
        }
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString())
                    .noneMatch(name -> name.startsWith("log.") || name.startsWith("snapshot."));
        }
    }

    /// Writes what the peer is started with, and returns the file.
    Path write() throws IOException {
        Optional<Path> newest = newest();
        Path ensemble = newest.isPresent() && names(newest.get(), config.id()) ? newest.get() : initial(newest);
        Properties properties = timings();
        properties.setProperty("reconfigEnabled", "true");
        properties.setProperty("standaloneEnabled", "false");
        properties.setProperty("dynamicConfigFile", ensemble.toAbsolutePath().toString());
        Files.writeString(main(), properties.stringPropertyNames().stream().sorted()
                .map(name -> name + "=" + properties.getProperty(name) + "\n").collect(Collectors.joining()),
                StandardCharsets.UTF_8);
        return main();
    }

    /// The newest ensemble that this peer has seen decided; older ones are removed.
    private Optional<Path> newest() throws IOException {
        List<Path> decided = new ArrayList<>();
        try (Stream<Path> files = Files.list(config.dataDir())) {
            files.filter(file -> version(file) >= 0).forEach(decided::add);
        }
        decided.sort(Comparator.comparingLong(EnsembleFiles::version));
        while (decided.size() > 1) {
            Files.delete(decided.removeFirst());
        }
        return decided.stream().findFirst();
    }

    private static long version(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(DECIDED) || name.endsWith(PROPOSED)) {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(DECIDED.length()), HEXADECIMAL);
        } catch (NumberFormatException other) {
            return -1;
        }
    }

    private static boolean names(Path ensemble, int id) throws IOException {
        return lines(ensemble).stream().anyMatch(line -> line.startsWith("server." + id + "="));
    }

    private static List<String> lines(Path ensemble) throws IOException {
        return Files.readAllLines(ensemble, StandardCharsets.UTF_8).stream().map(String::strip)
                .filter(line -> line.startsWith("server.")).toList();
    }

    /// A peer that the ensemble does not name observes it.
    private Path initial(Optional<Path> decided) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean observes = config.entry() == PeerConfig.Entry.OBSERVER;
        if (decided.isPresent()) {
            lines.addAll(lines(decided.get()));
            lines.add(config.self().line(false));
        } else {
            config.peers().forEach(peer -> lines.add(peer.line(peer.id() != config.id() || !observes)));
        }
        return Files.write(config.dataDir().resolve(INITIAL), lines, StandardCharsets.UTF_8);
    }

    /// Returns everything of a peer whose ensemble never changes.
    Properties fixed() {
        Properties properties = timings();
        config.peers().forEach(peer -> {
            String line = peer.line(true);
            properties.setProperty(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        });
        return properties;
    }

    private Properties timings() {
        var properties = new Properties();
        properties.setProperty("dataDir", config.dataDir().toString());
        properties.setProperty("tickTime", Integer.toString(config.tickMillis()));
        properties.setProperty("initLimit", Integer.toString(config.ticks(config.joining())));
        properties.setProperty("syncLimit", Integer.toString(config.ticks(config.silence())));
        properties.setProperty("maxSessionTimeout",
                Integer.toString(EnsemblePeer.SESSION_TICKS_MAX * config.tickMillis()));
        properties.setProperty("quorumListenOnAllIPs", "false");
        return properties;
    }
}
