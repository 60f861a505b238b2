package dev.baton.integration;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/// What a power cut does to a mounted ext4 file system: nothing of what is only in memory reaches the disk any more,
/// not even the journal; whatever was not synced is lost. By the request of the kernel that exists for such tests.
///
/// Needs root. Follows EXT4_IOC_SHUTDOWN of linux/ext4.h.
final class PowerLoss {

    private static final long EXT4_IOC_SHUTDOWN = 0x8004587dL;
    private static final int WITHOUT_FLUSHING_THE_JOURNAL = 2;
    private static final MethodHandle OPEN = function("open",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle IOCTL = function("ioctl", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.ADDRESS), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle CLOSE = function("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private PowerLoss() {}

    /// Hits the file system that is mounted there.
    ///
    /// @throws IOException if the kernel refuses
    static void hit(Path mount) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OPEN.invokeExact(arena.allocateFrom(mount.toString()), 0);
            MemorySegment how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_FLUSHING_THE_JOURNAL);
            int result = descriptor < 0 ? descriptor : (int) IOCTL.invokeExact(descriptor, EXT4_IOC_SHUTDOWN, how);
            int _ = (int) CLOSE.invokeExact(descriptor);
            if (result != 0) {
                throw new IOException("the file system at " + mount + " cannot be shut down");
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor shape, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }
}
