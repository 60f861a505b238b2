package dev.baton.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// All of Baton with one source changed: the changed source is compiled in memory, and a class loader that looks into
/// itself first loads it together with everything else, the simulator included. Production code needs no hooks.
final class MutantWorld extends ClassLoader {

    private final Map<String, byte[]> changed;

    private MutantWorld(Map<String, byte[]> changed) {
        super(MutantWorld.class.getClassLoader());
        this.changed = changed;
    }

    /// Returns the loader of a mutant's world.
    ///
    /// @throws AssertionError if the mutant does not fit its source or does not compile
    static MutantWorld of(Mutant mutant) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Map<String, ByteArrayOutputStream> written = new HashMap<>();
        List<Source> sources = mutant.mutated().entrySet().stream()
                .map(changed -> new Source(changed.getKey(), changed.getValue())).toList();
        boolean compiled = compiler.getTask(null, new Files(compiler.getStandardFileManager(said, Locale.ROOT, null),
                written), said, List.of("-nowarn", "-proc:none", "-classpath", System.getProperty("java.class.path")),
                null, sources).call();
        if (!compiled) {
            throw new AssertionError("mutant '" + mutant.name() + "' does not compile: " + said.getDiagnostics());
        }
        Map<String, byte[]> classes = new HashMap<>();
        written.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new MutantWorld(classes);
    }

    /// Returns what `Seeds.firstFailure` says in this world.
    String firstFailure(long from, long count) {
        return said("dev.baton.simulator.seed.Seeds", "firstFailure", new Class<?>[] {long.class, long.class}, from,
                count);
    }

    /// Returns what `Rehearsed.ending` says in this world.
    String ending() {
        return said("dev.baton.simulator.rehearsal.Rehearsed", "ending", new Class<?>[0]);
    }

    private String said(String type, String method, Class<?>[] takes, Object... with) {
        try {
            return (String) loadClass(type).getMethod(method, takes).invoke(null, with);
        } catch (InvocationTargetException broken) {
            throw new AssertionError(broken.getCause());
        } catch (ReflectiveOperationException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.baton.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = changed.get(name);
        if (bytes == null) {
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                bytes = in.readAllBytes();
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("mutant:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    private static final class Files extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written;

        Files(JavaFileManager standard, Map<String, ByteArrayOutputStream> written) {
            super(standard);
            this.written = written;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mutant:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    written.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
