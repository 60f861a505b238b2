package dev.baton.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// A literate script: prose (`#`), files (`< NAME` to a lone `>`), commands (`$ baton ...`, as a shell takes them, with
/// `'` and `"`) and under each what it printed. What went to standard error begins with `! `; `[exit N]` ends what did
/// not end with 0. Lines that a command prints may not begin with `# `, `< ` or `$ `.
///
/// @param lines of the script
record Scenario(List<String> lines) {

    private static final String COMMAND = "$ baton ";

    /// Returns the script in a file.
    static Scenario read(Path file) throws IOException {
        return new Scenario(Files.readAllLines(file));
    }

    /// Returns the script with what its commands print now.
    ///
    /// @param directory empty; gets the files that all scenarios share, and the script's own
    /// @param shuffle   from which the order of nodes and groups in cluster files follows; empty leaves it
    List<String> played(Path shared, Path directory, List<Random> shuffle) throws IOException {
        copy(shared, directory, shuffle);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("< ")) {
                List<String> content = content(i);
                write(directory.resolve(line.substring(2).strip()), content, shuffle);
                out.addAll(lines.subList(i, i + content.size() + 2));
                i += content.size() + 1;
            } else if (line.startsWith(COMMAND)) {
                out.add(line);
                run(directory, line, out);
            } else if (line.isBlank() || line.startsWith("#")) {
                out.add(line);
            }
            while (line.startsWith(COMMAND) && i + 1 < lines.size() && !begins(lines.get(i + 1))) {
                i++;
            }
        }
        return out;
    }

    private static boolean begins(String line) {
        return line.startsWith("# ") || line.startsWith("< ") || line.startsWith("$ ");
    }

    private List<String> content(int start) {
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).equals(">")) {
            end++;
        }
        return lines.subList(start + 1, end);
    }

    private static void run(Path directory, String line, List<String> out) {
        Shell.Outcome outcome = Shell.at(directory).with("BATON_API", "http://127.0.0.1:1")
                .baton(words(line.substring(COMMAND.length())).toArray(String[]::new));
        outcome.out().lines().forEach(text -> out.add(text.stripTrailing()));
        outcome.err().lines().forEach(text -> out.add("! " + text));
        if (outcome.exit() != 0) {
            out.add("[exit " + outcome.exit() + "]");
        }
        out.add("");
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = ' ';
        for (char c : (line + " ").toCharArray()) {
            if (c == quote && c != ' ') {
                quote = ' ';
            } else if (quote == ' ' && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == ' ' && quote == ' ') {
                if (!word.isEmpty()) {
                    words.add(word.toString());
                    word.setLength(0);
                }
            } else {
                word.append(c);
            }
        }
        return words;
    }

    private static void copy(Path shared, Path directory, List<Random> shuffle) throws IOException {
        try (Stream<Path> files = Files.walk(shared)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                write(directory.resolve(shared.relativize(file).toString()), Files.readAllLines(file), shuffle);
            }
        }
    }

    private static void write(Path file, List<String> content, List<Random> shuffle) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        boolean cluster = content.stream().anyMatch(line -> line.startsWith("cluster:"));
        Files.write(file, cluster && !shuffle.isEmpty() ? shuffled(content, shuffle.getFirst()) : content);
    }

    /// Nodes and groups stand one on each line, further in than what they belong to: these lines change places.
    private static List<String> shuffled(List<String> content, Random random) {
        List<String> lines = new ArrayList<>(content);
        for (String block : Arrays.asList("nodes:", "groups:")) {
            int start = lines.indexOf(block) + 1;
            int end = start;
            while (end < lines.size() && lines.get(end).startsWith("  ")) {
                end++;
            }
            if (start > 0) {
                Collections.shuffle(lines.subList(start, end), random);
            }
        }
        return lines;
    }
}
