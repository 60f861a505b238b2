package dev.baton.config;

import java.util.List;
import java.util.stream.Collectors;

/// A file was not accepted; says every mistake that was found. Nothing was changed.
public final class Mistakes extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> all;

    Mistakes(List<Mistake> all) {
        super(all.stream().map(Mistake::text).collect(Collectors.joining("\n")));
        this.all = List.copyOf(all);
    }

    /// Returns the mistakes in the order of the file; at least one.
    public List<Mistake> all() {
        return all;
    }
}
