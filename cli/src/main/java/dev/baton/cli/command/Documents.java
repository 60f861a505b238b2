package dev.baton.cli.command;

import dev.baton.cli.terminal.Failure;
import dev.baton.cli.terminal.Terminal;
import dev.baton.config.ClusterFile;
import dev.baton.config.UpgradeFile;
import dev.baton.coordination.request.PlanDocument;
import dev.baton.coordination.request.StateBackup;
import dev.baton.coordination.tree.ClusterDocument;
import dev.baton.coordination.tree.Json;
import dev.baton.core.plan.UpgradeSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The operator's files.
///
/// @param directory against which names are read
record Documents(Path directory) {

    /// Returns the configuration in a file; kinds are looked for in the folder `kinds` beside it.
    ///
    /// @throws Failure                    if a file cannot be read
    /// @throws dev.baton.config.Mistakes if one of them is malformed
    ClusterDocument cluster(String name) {
        return ClusterFile.parseByParts(source(name), kinds(name), AtTheSameTime.INSTANCE);
    }

    /// Returns the configuration in a file that somebody means to apply: parameters of resource agents are judged by
    /// what the agents of this machine say of themselves. What cannot be judged here is said aside.
    ///
    /// @throws Failure                    if a file cannot be read
    /// @throws dev.baton.config.Mistakes if one of them is malformed, or hands an agent what it does not take
    ClusterDocument judged(String name, Terminal terminal) {
        InstalledAgents agents = new InstalledAgents(InstalledAgents.USUAL);
        ClusterDocument document = ClusterFile.parse(source(name), kinds(name), agents);
        agents.warnings().forEach(warning -> terminal.aside("warning: " + warning));
        return document;
    }

    /// Where the kinds of that cluster file are.
    private Function<String, Optional<ClusterFile.Source>> kinds(String name) {
        Path file = directory.resolve(name);
        return kind -> {
            Path beside = Path.of("kinds", kind + ".yaml");
            String shown = Optional.ofNullable(Path.of(name).getParent()).map(folder -> folder.resolve(beside))
                    .orElse(beside).toString();
            return Files.exists(file.resolveSibling(beside)) ? Optional.of(source(shown)) : Optional.empty();
        };
    }

    /// Returns the upgrade in a file.
    ///
    /// @throws Failure                    if it cannot be read
    /// @throws dev.baton.config.Mistakes if it is malformed
    UpgradeSpec upgrade(String name) {
        return UpgradeFile.parse(source(name));
    }

    /// Returns whether a file looks like one that was saved by a program, and not like one that a person wrote.
    ///
    /// @throws Failure if it cannot be read
    boolean holdsJson(String name) {
        return text(name).stripLeading().startsWith("{");
    }

    /// Returns a saved plan.
    ///
    /// @throws Failure if there is none in the file, or if it was changed after it was saved
    PlanDocument plan(String name) {
        PlanDocument saved;
        try {
            saved = Json.read(text(name), PlanDocument.class);
        } catch (Json.Malformed foreign) {
            throw Failure.usage(name + " is no saved plan. Save one:  baton plan -f upgrade.yaml -o plan.json");
        }
        if (!saved.whole()) {
            throw Failure.usage(name + " was changed after it was saved as plan " + saved.digest()
                    + ": what was shown is what runs. Plan again:  baton plan -f upgrade.yaml -o " + name);
        }
        return saved;
    }

    /// Returns a backup of a cluster.
    ///
    /// @throws Failure if there is none in the file, or if it was changed after it was written
    StateBackup backup(String name) {
        StateBackup saved;
        try {
            saved = Json.read(text(name), StateBackup.class);
        } catch (Json.Malformed foreign) {
            throw Failure.usage(name + " is no backup of a cluster. Write one:  baton config backup -o " + name);
        }
        if (!saved.whole()) {
            throw Failure.usage(name + " was changed after it was written; a backup is restored as it was. To change "
                    + "a configuration:  baton config apply");
        }
        return saved;
    }

    /// Returns the lines of a written procedure; empty ones and comments (`#`) are left out.
    ///
    /// @throws Failure if it cannot be read
    List<String> lines(String name) {
        return text(name).lines().map(line -> line.replaceFirst("#.*", "").strip()).filter(line -> !line.isEmpty())
                .toList();
    }

    /// Writes a file anew.
    ///
    /// @throws Failure if that is not possible
    void write(String name, String text) {
        try {
            Files.writeString(directory.resolve(name), text);
        } catch (IOException failed) {
            throw Failure.usage(name + " cannot be written: " + reason(failed) + ".");
        }
    }

    private ClusterFile.Source source(String name) {
        return new ClusterFile.Source(name, text(name));
    }

    private String text(String name) {
        Path file = directory.resolve(name);
        if (Files.isDirectory(file)) {
            throw Failure.usage(name + " is a directory; name a file in it.");
        }
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw Failure.usage(name + " cannot be read: " + reason(failed) + ".");
        }
    }

    private static String reason(IOException failed) {
        return switch (failed) {
            case NoSuchFileException _ -> "there is no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case CharacterCodingException _ -> "it is no UTF-8 text";
            default -> failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage();
        };
    }
}
