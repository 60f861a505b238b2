package dev.baton.agent.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// The last of what a command printed. A thread of its own reads the stream to its end, however long that is, so that
/// the command never blocks; only the last bytes are kept. Safe for use by several threads.
final class Tail {

    private final byte[] ring;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long total;

    private Tail(int length) {
        ring = new byte[length];
    }

    /// Begins to read.
    ///
    /// @param length how many bytes are kept
    static Tail of(InputStream stream, int length) {
        Tail tail = new Tail(length);
        Thread.ofVirtual().name("baton-output").start(() -> tail.read(stream));
        return tail;
    }

    /// Returns the last `length` bytes of a file, but nothing before `from` unless it was shortened since; empty when
    /// it cannot be read.
    static String ofFile(Path file, long from, int length) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long begun = from > log.length() ? 0 : from;
            long start = Math.max(begun, log.length() - length);
            byte[] bytes = new byte[(int) (log.length() - start)];
            log.seek(start);
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /// Returns whether the stream has ended; a child left behind may keep it open.
    boolean ended() {
        return ended.getCount() == 0;
    }

    /// Returns what is kept.
    synchronized String text() {
        int kept = (int) Math.min(total, ring.length);
        byte[] bytes = new byte[kept];
        for (int i = 0; i < kept; i++) {
            bytes[i] = ring[(int) ((total - kept + i) % ring.length)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void read(InputStream stream) {
        byte[] buffer = new byte[4096];
        try (stream) {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                keep(buffer, length);
            }
        } catch (IOException e) {
            // the other end was torn down: the end
        } finally {
            ended.countDown();
        }
    }

    private synchronized void keep(byte[] buffer, int length) {
        for (int i = 0; i < length; i++) {
            ring[(int) (total++ % ring.length)] = buffer[i];
        }
    }
}
