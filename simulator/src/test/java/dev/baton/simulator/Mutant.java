package dev.baton.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A small wrong change of production source.
///
/// @param name  what is wrong, in the words of laws and protocol
/// @param edits where; more than one where one law is kept in several places
record Mutant(String name, List<Edit> edits) {

    private static final Path ROOT = Path.of("..");

    /// One change.
    ///
    /// @param source the file, from the repository's root
    /// @param find   a text that is in it exactly once
    /// @param write  what stands there instead
    record Edit(String source, String find, String write) {}

    /// Returns a mutant with its first edit.
    static Mutant of(String name, String source, String find, String write) {
        return new Mutant(name, List.of(new Edit(source, find, write)));
    }

    /// Returns this mutant with one edit more.
    Mutant and(String source, String find, String write) {
        List<Edit> more = new java.util.ArrayList<>(edits);
        more.add(new Edit(source, find, write));
        return new Mutant(name, List.copyOf(more));
    }

    /// Returns the changed sources by the names of the classes that they define.
    ///
    /// @throws AssertionError if a text is not there exactly once: the mutant must be written anew
    SortedMap<String, String> mutated() {
        TreeMap<String, String> texts = new TreeMap<>();
        for (Edit edit : edits) {
            String before = texts.computeIfAbsent(className(edit.source()), _ -> read(edit.source()));
            int at = before.indexOf(edit.find());
            if (at < 0 || before.indexOf(edit.find(), at + 1) >= 0) {
                throw new AssertionError("mutant '" + name + "' no longer fits " + edit.source()
                        + ", which must hold exactly once:\n" + edit.find());
            }
            texts.put(className(edit.source()), before.replace(edit.find(), edit.write()));
        }
        return texts;
    }

    private static String className(String source) {
        return source.substring(source.indexOf("dev/")).replace(".java", "").replace('/', '.');
    }

    private String read(String source) {
        try {
            return Files.readString(ROOT.resolve(source));
        } catch (IOException e) {
            throw new AssertionError("mutant '" + name + "': " + e, e);
        }
    }
}
