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

    /// Returns the name of the job of a step.
    ///
    /// @param plan    its number, from 1
    /// @param step    its index, from 0
    /// @param attempt a number, or a word
    public static JobId of(RunId run, int plan, int step, String attempt) {
        return new JobId(run + (plan == 1 ? "" : ".p" + plan) + "." + (step + 1) + "." + attempt);
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
