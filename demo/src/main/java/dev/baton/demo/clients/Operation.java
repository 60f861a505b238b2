package dev.baton.demo.clients;

/// One operation of a client, from the moment it began.
///
/// @param group    the server that it was meant for
/// @param sequence of the row
/// @param began    nanoseconds of this program's monotonic clock
/// @param ended    the same clock
/// @param outcome  what is known of the row
public record Operation(String group, long sequence, long began, long ended, Outcome outcome) {

    /// What is known of a row after its operation.
    public enum Outcome {
        /// The commit returned.
        ACKNOWLEDGED,
        /// It was sent; whether it was committed is not known.
        IN_DOUBT,
        /// It never left the client.
        NOT_SENT
    }
}
