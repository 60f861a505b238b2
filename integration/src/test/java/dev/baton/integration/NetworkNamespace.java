package dev.baton.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Another network stack of this machine, for threads of this program: the kernel keeps the network namespace by
/// thread, and a socket belongs for good to the one in which it was made.
///
/// Needs root. Follows setns(2).
final class NetworkNamespace implements AutoCloseable {

    private static final int CLONE_NEWNET = 0x40000000;
    private static final MethodHandle OPEN = function("open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle SETNS = function("setns",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = function("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private final String name;
    private final ExecutorService threads;

    /// @param name as `ip netns` knows it
    NetworkNamespace(String name) {
        this.name = name;
        threads = Executors.newCachedThreadPool(task -> Thread.ofPlatform().daemon().name("in " + name)
                .unstarted(() -> {
                    enter(path(name));
                    task.run();
                }));
    }

    private static Path path(String name) {
        return Path.of("/run/netns", name);
    }

    /// Returns threads that are in this namespace for their whole life.
    ExecutorService threads() {
        return threads;
    }

    /// Returns the words before a command that make it run in this network and in nothing else of its own.
    List<String> inside() {
        return List.of("nsenter", "--net=" + path(name));
    }

    /// Returns a connection to a port of 127.0.0.1 in here.
    ///
    /// @throws IOException if nobody listens
    Socket connect(int port) throws IOException {
        try {
            return threads.submit(() -> new Socket(InetAddress.getLoopbackAddress(), port)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void enter(Path file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(file.toString());
            int descriptor = (int) OPEN.invokeExact(text, 0);
            int result = descriptor < 0 ? descriptor : (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
            int _ = (int) CLOSE.invokeExact(descriptor);
            if (result != 0) {
                throw new UncheckedIOException(new IOException("cannot enter the network namespace " + file));
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
