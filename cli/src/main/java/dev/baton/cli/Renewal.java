package dev.baton.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes classes of a jar anew of which a start-up cache takes less than it could. Those of a format of before Java 6,
/// whose methods have no stack maps, it does not take at all: picocli is compiled so, and loading it from its jar takes
/// longer than most verbs. Of newer ones it does not take what [WrittenOut] writes out. What the classes do does not
/// change. Run once for each build, before the cache is made.
public final class Renewal {
    /// The oldest format that the cache takes is 50; this is the one of Java 8, which the library is tested with.
    private static final int FORMAT = ClassFile.JAVA_8_VERSION;

    private Renewal() {}

    /// Renews the jars that are named, each in its place.
    ///
    /// @throws IOException if one cannot be read or written
    public static void main(String[] jars) throws IOException {
        for (String jar : jars) {
            renew(Path.of(jar));
        }
    }

    private static void renew(Path jar) throws IOException {
        boolean changed = false;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (ZipFile from = new ZipFile(jar.toFile()); ZipOutputStream to = new ZipOutputStream(written)) {
            for (ZipEntry entry : Collections.list(from.entries())) {
                byte[] bytes = from.getInputStream(entry).readAllBytes();
                byte[] now = entry.getName().endsWith(".class") && !entry.getName().startsWith("META-INF/")
                        ? renewed(bytes) : bytes;
                changed |= now != bytes;
                ZipEntry same = new ZipEntry(entry.getName());
                same.setTime(entry.getTime());
                to.putNextEntry(same);
                to.write(now);
                to.closeEntry();
            }
        }
        if (changed && !signed(jar)) {
            Path beside = jar.resolveSibling(jar.getFileName() + ".new");
            Files.write(beside, written.toByteArray());
            Files.move(beside, jar, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static boolean signed(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().anyMatch(entry -> entry.getName().matches("META-INF/.*\\.(SF|RSA|DSA|EC)"));
        }
    }

    /// Returns the class so that the cache takes all of it; the same array if it is so already.
    static byte[] renewed(byte[] bytes) {
        ClassFile classes = ClassFile.of(ClassFile.ConstantPoolSharingOption.NEW_POOL,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver
                        .ofResourceParsing(Renewal.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
        ClassModel model = classes.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return WrittenOut.of(classes, bytes);
        }
        ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
        return classes.transformClass(model, bodies.andThen((builder, element) -> {
            if (element instanceof ClassFileVersion) {
                builder.withVersion(FORMAT, 0);
            } else {
                builder.with(element);
            }
        }));
    }
}
