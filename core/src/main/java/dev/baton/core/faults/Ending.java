package dev.baton.core.faults;

/// How a run that was played came to its end.
public sealed interface Ending {

    /// Every step of its plan was done.
    record Finished() implements Ending {}

    /// The cluster left the plan; the run made others by itself, and finished.
    ///
    /// @param plans how many others
    record Anew(int plans) implements Ending {}

    /// It asked a person, who waited for lost machines and then let it go on.
    ///
    /// @param what   it said, first
    /// @param status how it ended then: `finished`, `aborted`, `rolled-back`
    record Asked(String what, String status) implements Ending {}

    /// What must never be so was seen.
    ///
    /// @param law  which law or promise
    /// @param what was seen
    record Unsafe(String law, String what) implements Ending {}

    /// It, or a group, did not come to rest, whatever a person did.
    ///
    /// @param what was not at rest
    record Endless(String what) implements Ending {}

    /// Returns whether nobody needs to fear it.
    default boolean well() {
        return switch (this) {
            case Finished _, Anew _, Asked _ -> true;
            case Unsafe _, Endless _ -> false;
        };
    }

    /// Returns it as tables say it.
    default String text() {
        return switch (this) {
            case Finished _ -> "finished";
            case Anew(var plans) -> "replanned" + (plans > 1 ? " " + plans + " times" : "") + ", finished";
            case Asked(_, var status) -> "asked, " + status;
            case Unsafe(var law, _) -> "UNSAFE: " + law;
            case Endless _ -> "NO END";
        };
    }
}
