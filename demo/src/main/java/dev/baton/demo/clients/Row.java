package dev.baton.demo.clients;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// What a client writes.
///
/// @param writer   who wrote it
/// @param sequence counted from 1, without gaps in what was tried
record Row(String writer, long sequence) {

    /// Returns the checksum that belongs to the row, so that a row that was mixed up is noticed.
    long checksum() {
        CRC32C crc = new CRC32C();
        crc.update((writer + "/" + sequence).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
