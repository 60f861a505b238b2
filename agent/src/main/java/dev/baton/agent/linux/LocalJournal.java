package dev.baton.agent.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Lines that survive the crash of the machine: one file, each line with its checksum. Not safe for use by several
/// threads.
final class LocalJournal implements AutoCloseable {

    private final FileChannel channel;
    private final List<String> lines;

    private LocalJournal(FileChannel channel, List<String> lines) {
        this.channel = channel;
        this.lines = lines;
    }

    /// Opens the journal, or makes an empty one. What a crash tore off its end is cut away.
    ///
    /// @throws IOException if it cannot be read, or is damaged before its end: then lines that were durable are lost
    static LocalJournal open(Path file) throws IOException {
        boolean fresh = !Files.exists(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            if (fresh) {
                // the file's name must survive the crash as well
                try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
                    directory.force(true);
                }
            }
            byte[] content = Files.readAllBytes(file);
            List<String> lines = new ArrayList<>();
            int good = 0;
            for (int end = next(content, good); end >= 0; end = next(content, good)) {
                String line = parse(new String(content, good, end - good, StandardCharsets.UTF_8));
                if (line == null) {
                    break;
                }
                lines.add(line);
                good = end + 1;
            }
            if (next(content, good) >= 0 && next(content, next(content, good) + 1) >= 0) {
                throw new IOException(file + ", line " + (lines.size() + 1) + ": damaged, and not by a crash, which"
                        + " would tear the last line only. Move the file away if this node's jobs need no protection"
                        + " against being repeated");
            }
            channel.truncate(good);
            channel.position(good);
            return new LocalJournal(channel, lines);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /// Returns the lines found when it was opened, oldest first.
    List<String> lines() {
        return List.copyOf(lines);
    }

    /// Appends lines; when it returns they are durable, all with one flush.
    ///
    /// @throws IOException if they are not; what was written of them is taken back, so that a repeated call is safe
    void append(List<String> more) throws IOException {
        long begun = channel.position();
        StringBuilder text = new StringBuilder();
        for (String line : more) {
            if (line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("a journal line holds a line break: " + line);
            }
            text.append(checksum(line)).append(' ').append(line).append('\n');
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            channel.truncate(begun);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static int next(byte[] content, int from) {
        for (int i = from; i < content.length; i++) {
            if (content[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Returns the line without its checksum; null when they do not fit.
    private static @Nullable String parse(String text) {
        return text.length() > 8 && checksum(text.substring(9)).equals(text.substring(0, 8)) ? text.substring(9) : null;
    }

    private static String checksum(String line) {
        CRC32C sum = new CRC32C();
        sum.update(line.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", sum.getValue());
    }
}
