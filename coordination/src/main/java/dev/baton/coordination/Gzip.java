package dev.baton.coordination;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Long texts, packed (RFC 1952). Plans repeat themselves so much that the quickest way of packing is nearly as good as
/// the best. Other builds may pack the same text to other bytes.
public final class Gzip {

    private Gzip() {}

    /// Returns the text packed.
    public static byte[] pack(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new Quick(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// Returns the text that was packed.
    ///
    /// @param most so many bytes it may have
    /// @throws IllegalArgumentException if it is longer, or the bytes are no packed text
    public static String unpack(byte[] packed, int most) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] text = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new IllegalArgumentException("more than " + most + " bytes, unpacked");
            }
            return new String(text, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new IllegalArgumentException("not packed by gzip: " + broken.getMessage(), broken);
        }
    }

    private static final class Quick extends GZIPOutputStream {
        Quick(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
