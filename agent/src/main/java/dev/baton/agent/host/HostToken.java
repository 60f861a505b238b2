package dev.baton.agent.host;

/// What ties a machine's answer to the agent's call; unique among the agent's open calls.
///
/// @param value readable in traces
public record HostToken(String value) implements Comparable<HostToken> {

    @Override
    public int compareTo(HostToken other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
