package dev.baton.coordination.request;

/// A request with who asks it.
///
/// @param by      who asks, for the event log: a user and where from, such as `admin at node1`
/// @param key     chosen by whoever asks, unique for each wish: the same key asked again, also of another leader, is
///                answered without being done twice
/// @param dryRun  whether only to say what would be done or why not; nothing is written
/// @param request what is asked
public record Ask(String by, String key, boolean dryRun, Request request) {

    /// @throws IllegalArgumentException if the key is blank
    public Ask {
        if (key.isBlank()) {
            throw new IllegalArgumentException("a request needs an idempotency key");
        }
    }

    /// Returns a request that is meant.
    public static Ask of(String by, String key, Request request) {
        return new Ask(by, key, false, request);
    }
}
