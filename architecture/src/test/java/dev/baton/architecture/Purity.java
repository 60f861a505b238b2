package dev.baton.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/// What a decision may not touch: effects (threads, files, processes, sockets, loggers), and everything that gives two
/// answers to the same question (clocks, randomness, the environment).
final class Purity {

    /// Values that merely live in a package of effects.
    private static final Set<String> VALUES = Set.of("java.net.URI", "java.io.Serializable");

    private static final Set<String> EFFECTS = Set.of("java.io.Console", "java.io.File", "java.io.FileInputStream",
            "java.io.FileOutputStream", "java.io.FileReader", "java.io.FileWriter", "java.io.PrintStream",
            "java.io.RandomAccessFile", "java.lang.InheritableThreadLocal", "java.lang.Process",
            "java.lang.ProcessBuilder", "java.lang.ProcessHandle", "java.lang.Runtime", "java.lang.ScopedValue",
            "java.lang.System$Logger", "java.lang.Thread", "java.lang.ThreadLocal", "java.security.SecureRandom",
            "java.time.Clock", "java.time.InstantSource", "java.util.Random", "java.util.SplittableRandom",
            "java.util.Timer", "java.util.TimerTask");

    /// Methods of otherwise harmless classes that read a clock, the environment or chance, or that wait.
    private static final Set<String> IMPURE_METHODS = Set.of("java.lang.System.currentTimeMillis",
            "java.lang.System.exit", "java.lang.System.getenv", "java.lang.System.getProperties",
            "java.lang.System.getProperty", "java.lang.System.identityHashCode", "java.lang.System.nanoTime",
            "java.lang.Math.random", "java.lang.Object.notify", "java.lang.Object.notifyAll", "java.lang.Object.wait",
            "java.time.ZoneId.systemDefault", "java.util.Collections.shuffle", "java.util.Locale.getDefault",
            "java.util.TimeZone.getDefault", "java.util.UUID.randomUUID");

    private Purity() {}

    /// Types no decision may name.
    static DescribedPredicate<JavaClass> effects() {
        return resideInAnyPackage("java.util.concurrent..", "java.nio.file..", "java.nio.channels..", "java.net..",
                        "java.sql..", "javax.net..", "java.util.logging..", "java.util.random..", "java.lang.foreign..",
                        "org.slf4j..", "ch.qos.logback..")
                .or(describe("named effects", type -> EFFECTS.contains(type.getName())))
                .and(not(values()))
                .as("threads, futures, locks, clocks, processes, files, sockets, loggers or randomness");
    }

    /// The whole world of the core: itself, and the pure part of the Java library.
    static DescribedPredicate<JavaClass> worldOfTheCore() {
        return resideInAnyPackage("dev.baton.core..", "org.jspecify.annotations", "java.lang", "java.lang.annotation",
                        "java.lang.invoke", "java.lang.runtime", "java.math", "java.nio.charset", "java.security",
                        "java.text", "java.time..", "java.util", "java.util.function", "java.util.regex",
                        "java.util.stream")
                .or(values())
                .as("the core and the pure part of the Java library");
    }

    /// Calls that read a clock, the environment or chance, or wait, through an otherwise harmless class.
    static DescribedPredicate<JavaCall<?>> readsClockOrChance() {
        return describe("reads a clock, the environment or chance, or waits", call -> {
            String owner = call.getTargetOwner().getName();
            boolean now = owner.startsWith("java.time.") && call.getName().equals("now");
            return now || IMPURE_METHODS.contains(owner + "." + call.getName());
        });
    }

    private static DescribedPredicate<JavaClass> values() {
        return describe("plain values", type -> type.isPrimitive() || VALUES.contains(type.getName()));
    }
}
