package dev.baton.core.model;

/// The name of a job, `<run>.<step>.<attempt>`, or `<run>.p<plan>.<step>.<attempt>` from the second plan of a run on;
/// the same id always gives the same result.
///
/// @param value letters, digits, `.`, `_` and `-`; starts with a letter or digit
public record JobId(String value) implements Comparable<JobId> {

    /// @throws IllegalArgumentException if the text is no name
    public JobId {
        Names.check(value, "a job");
    }

    @Override
    public int compareTo(JobId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
