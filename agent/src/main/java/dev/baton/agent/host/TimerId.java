package dev.baton.agent.host;

/// The name of a timer; setting a timer of the same name again replaces it.
///
/// @param value readable in traces, such as `monitor evs1/database`
public record TimerId(String value) implements Comparable<TimerId> {

    @Override
    public int compareTo(TimerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
