package dev.baton.simulator.rehearsal;

import java.util.List;

/// The plan cannot be played: what a real cluster would refuse too, or what no simulated one can be like.
public final class Unplayable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param reasons whole sentences; at least one
    Unplayable(List<String> reasons) {
        super(String.join(" ", reasons), null, false, false);
    }

    /// Returns why, in whole sentences.
    public String text() {
        return String.valueOf(getMessage());
    }
}
