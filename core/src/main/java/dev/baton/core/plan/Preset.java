package dev.baton.core.plan;

import java.util.Locale;

/// What a plan prefers once every law holds.
public enum Preset {
    /// Fewest weighted outages, exposure second.
    FEWEST_OUTAGES,
    /// Least time without cover, outages second.
    LEAST_EXPOSURE,
    /// Node by node and back, as written procedures do it.
    DOCUMENTED,
    /// In waves: as many nodes at once as is allowed.
    FASTEST;

    /// Returns the name as files and the command line have it, such as `fewest-outages`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Returns the preset of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Preset parse(String word) {
        for (Preset preset : values()) {
            if (preset.word().equals(word)) {
                return preset;
            }
        }
        throw new IllegalArgumentException("'" + word
                + "' is no preset; use fewest-outages, least-exposure, documented or fastest");
    }
}
