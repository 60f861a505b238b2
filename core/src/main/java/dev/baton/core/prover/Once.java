package dev.baton.core.prover;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is to be looked at, each once, in the order in which it was named: mostly one or two things, for each of
/// thousands of steps. Not thread-safe.
final class Once<T> {
    /// So many are compared one by one.
    private static final int FEW = 8;

    private final List<T> named = new ArrayList<>(2);
    private @Nullable Set<T> known;

    Once(Collection<T> first) {
        addAll(first);
    }

    void addAll(Collection<T> more) {
        if (!more.isEmpty()) {
            more.forEach(this::add);
        }
    }

    void add(T one) {
        if (named.size() == FEW && known == null) {
            known = new HashSet<>(named);
        }
        boolean fresh = known == null ? !named.contains(one) : known.add(one);
        if (fresh) {
            named.add(one);
        }
    }

    /// Returns all that was named.
    List<T> list() {
        return named;
    }
}
