package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.core.plan.Step;
import dev.baton.core.planner.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a start-up cache cannot hold is written out, and does what it did.
class WrittenOutTest {

    sealed interface Shape {
        record Dot() implements Shape {}

        record Everything(boolean yes, byte small, char letter, short two, int four, long eight, float single,
                double twice, String word, List<String> words, int[] numbers) implements Shape {}

        record Named(String name) implements Shape {}

        /// A private method of an interface does the same as one of a class.
        default String told() {
            return switch (this) {
                case Dot _ -> "a dot";
                case Named(var name) when name.isEmpty() -> "no name";
                case Named(var name) -> name;
                case Everything all -> "all of " + all.word();
            };
        }
    }

    private static final List<Object[]> FIELDS = List.of(
            new Object[] {true, (byte) 1, 'a', (short) 2, 3, 4L, 5f, 6d, "seven", List.of("8"), new int[] {9}},
            new Object[] {false, (byte) -1, '\uffff', Short.MIN_VALUE, Integer.MIN_VALUE, Long.MIN_VALUE, Float.NaN,
                    -0d, null, null, null});

    @Test
    void records_are_as_equal_as_before_and_have_the_same_hash_codes() throws Exception {
        Class<?> renewed = new Renewed().loadClass(Shape.Everything.class.getName());
        for (Object[] fields : FIELDS) {
            Object before = made(Shape.Everything.class, fields);
            Object now = made(renewed, fields);
            assertThat(now.hashCode()).isEqualTo(before.hashCode());
            assertThat(now).isEqualTo(now).isEqualTo(made(renewed, fields)).isNotEqualTo(before).isNotEqualTo(null);
            for (int changed = 0; changed < fields.length; changed++) {
                Object[] otherwise = fields.clone();
                otherwise[changed] = (fields == FIELDS.getFirst() ? FIELDS.getLast() : FIELDS.getFirst())[changed];
                assertThat(now).isNotEqualTo(made(renewed, otherwise));
            }
        }
        assertThat(made(renewed, FIELDS.getFirst()).toString())
                .isEqualTo(made(Shape.Everything.class, FIELDS.getFirst()).toString());
    }

    @Test
    void a_switch_over_types_takes_the_branch_that_it_took() throws Exception {
        Renewed loader = new Renewed();
        for (Shape shape : List.of(new Shape.Dot(), new Shape.Named(""), new Shape.Named("x"),
                (Shape) made(Shape.Everything.class, FIELDS.getFirst()))) {
            Object same = switch (shape) {
                case Shape.Dot _ -> made(loader.loadClass(Shape.Dot.class.getName()));
                case Shape.Named(var name) -> made(loader.loadClass(Shape.Named.class.getName()), name);
                case Shape.Everything _ -> made(loader.loadClass(Shape.Everything.class.getName()), FIELDS.getFirst());
            };
            Method told = loader.loadClass(Shape.class.getName()).getMethod("told");
            told.setAccessible(true);
            assertThat(told.invoke(same)).isEqualTo(shape.told());
        }
    }

    @Test
    void every_class_of_the_core_verifies_afterwards_and_has_nothing_of_the_kind_left() throws Exception {
        ClassFile classes = ClassFile.of();
        Set<String> left = new TreeSet<>();
        List<String> written = new ArrayList<>();
        for (byte[] bytes : classes(Planner.class)) {
            byte[] now = Renewal.renewed(bytes);
            String name = classes.parse(now).thisClass().asInternalName();
            if (now != bytes) {
                written.add(name);
                assertThat(classes.verify(now)).as(name).isEmpty();
                assertThat(Renewal.renewed(now)).as("again: " + name).isSameAs(now);
            }
            left.addAll(bootstraps(now));
        }
        assertThat(written).contains(Step.Move.class.getName().replace('.', '/'),
                Planner.class.getName().replace('.', '/')).hasSizeGreaterThan(200);
        assertThat(left).contains("ObjectMethods.toString").doesNotContain("ObjectMethods.equals",
                "ObjectMethods.hashCode", "SwitchBootstraps.typeSwitch");
    }

    private static Set<String> bootstraps(byte[] bytes) {
        Set<String> names = new TreeSet<>();
        ClassFile.of().parse(bytes).methods().stream().flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream).forEach(element -> {
                    if (element instanceof InvokeDynamicInstruction made) {
                        names.add(made.bootstrapMethod().owner().displayName() + "." + made.name());
                    }
                });
        return names;
    }

    private static List<byte[]> classes(Class<?> of) throws IOException, URISyntaxException {
        URI place = of.getProtectionDomain().getCodeSource().getLocation().toURI();
        if (Files.isDirectory(Path.of(place))) {
            return below(Path.of(place));
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of())) {
            return below(jar.getPath("/"));
        }
    }

    private static List<byte[]> below(Path directory) throws IOException {
        List<byte[]> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                found.add(Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static Object made(Class<?> type, Object... fields) throws ReflectiveOperationException {
        Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors()).findFirst().orElseThrow();
        constructor.setAccessible(true);
        return constructor.newInstance(fields);
    }

    /// The shapes, written out.
    private static final class Renewed extends ClassLoader {
        Renewed() {
            super(WrittenOutTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : name.startsWith(Shape.class.getName()) ? renewed(name)
                        : super.loadClass(name, resolve);
            }
        }

        private Class<?> renewed(String name) throws ClassNotFoundException {
            String file = name.replace('.', '/') + ".class";
            try (InputStream in = Objects.requireNonNull(getParent().getResourceAsStream(file))) {
                byte[] before = in.readAllBytes();
                byte[] now = Renewal.renewed(before);
                assertThat(now).as(name).isNotSameAs(before);
                return defineClass(name, now, 0, now.length);
            } catch (IOException broken) {
                throw new ClassNotFoundException(name, broken);
            }
        }
    }
}
