package dev.baton.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Every Java source of the project, parsed by the JDK's own compiler (parsed only: names are not resolved).
record Sources(Path root, List<Source> all, DocTrees trees) {

    /// One file: its path below the root, its lines, its tree.
    record Source(Path path, List<String> lines, CompilationUnitTree tree) {

        boolean isTest() {
            return path.toString().contains("/src/test/");
        }

        boolean isPackageInfo() {
            return path.endsWith("package-info.java");
        }
    }

    /// Reads the sources of the project that the tests run in.
    ///
    /// @throws UncheckedIOException if a file cannot be read
    static Sources read() {
        Path root = root(Path.of("").toAbsolutePath());
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<Path> paths = javaFiles(root);
            var task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
                    files.getJavaFileObjectsFromPaths(paths));
            List<Source> sources = new ArrayList<>();
            for (CompilationUnitTree tree : task.parse()) {
                Path path = Path.of(tree.getSourceFile().toUri());
                sources.add(new Source(root.relativize(path), Files.readAllLines(path), tree));
            }
            return new Sources(root, List.copyOf(sources), DocTrees.instance(task));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// Where in the project a tree stands: `path:line`.
    String at(Source source, Tree tree) {
        return source.path() + ":" + firstLine(source, tree);
    }

    /// The number of lines that a tree covers.
    int length(Source source, Tree tree) {
        long end = trees.getSourcePositions().getEndPosition(source.tree(), tree);
        return (int) source.tree().getLineMap().getLineNumber(end) - firstLine(source, tree) + 1;
    }

    /// The line, counted from 1, on which a tree begins.
    int firstLine(Source source, Tree tree) {
        long start = trees.getSourcePositions().getStartPosition(source.tree(), tree);
        return (int) source.tree().getLineMap().getLineNumber(start);
    }

    /// The documentation comment of a declaration, or null if it has none.
    @Nullable String doc(TreePath path) {
        return trees.getDocComment(path);
    }

    private static Path root(Path from) {
        for (Path dir = from; dir != null; dir = dir.getParent()) {
            if (Files.exists(dir.resolve("architecture/pom.xml"))) {
                return dir;
            }
        }
        throw new IllegalStateException("no project root above " + from);
    }

    private static List<Path> javaFiles(Path root) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path src : modules.map(module -> module.resolve("src")).filter(Files::isDirectory).sorted().toList()) {
                try (Stream<Path> files = Files.walk(src)) {
                    files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(found::add);
                }
            }
        }
        return found;
    }
}
