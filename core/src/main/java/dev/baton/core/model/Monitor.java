package dev.baton.core.model;

import java.time.Duration;

/// One of the ways in which a resource is looked at while it is online.
///
/// @param every   from the end of one look to the next
/// @param timeout after this the look has failed
/// @param depth   how thorough it is, from 0 (cheap) up: what a resource agent finds as `OCF_CHECK_LEVEL`
public record Monitor(Duration every, Duration timeout, int depth) {

    /// @throws IllegalArgumentException if the depth is below 0
    public Monitor {
        if (depth < 0) {
            throw new IllegalArgumentException("a monitor has a depth of 0 or more, not " + depth);
        }
    }
}
