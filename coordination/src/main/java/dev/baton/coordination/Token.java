package dev.baton.coordination;

/// What ties an answer to its request. Chosen by whoever asks, unique among its own open requests.
///
/// @param value readable in traces, such as `heartbeat#17`
public record Token(String value) implements Comparable<Token> {

    @Override
    public int compareTo(Token other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
