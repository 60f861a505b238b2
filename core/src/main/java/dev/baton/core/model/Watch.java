package dev.baton.core.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What people want to be told of, and how.
///
/// @param leaseMarginLow percent of a lease, 0 to 90: with less left at its renewal, there is an event
/// @param hooks          by name
public record Watch(int leaseMarginLow, SortedMap<String, Hook> hooks) {

    /// Before the guard acts at the usual timings (2 s of 8 s), and below what is left after the coordination engine
    /// has lost its leader (some 5 s of 8 s).
    public static final int LEASE_MARGIN_LOW = 40;

    /// When nothing is said.
    public static final Watch NONE = new Watch(LEASE_MARGIN_LOW, Collections.emptySortedMap());

    public Watch {
        hooks = Collections.unmodifiableSortedMap(new TreeMap<>(hooks));
    }
}
