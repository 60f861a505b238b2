package dev.baton.core.model;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// An immutable sorted set; a copy of one is the same one. For small sets: adding or removing copies all of it.
///
/// Thread-safe.
// The records that hold such sets promise a SortedSet; more is not needed.
@SuppressWarnings("JdkObsolete")
public final class SharedSet<K extends Comparable<K>> extends AbstractSet<K> implements SortedSet<K> {
    private static final SharedSet<?> EMPTY = new SharedSet<>(new SharedKeys<String>(List.of()));

    private final SharedKeys<K> keys;

    SharedSet(SharedKeys<K> keys) {
        this.keys = keys;
    }

    /// Returns the empty set.
    // No element, so no cast can fail.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>> SharedSet<K> empty() {
        return (SharedSet<K>) EMPTY;
    }

    /// Returns a set with these elements; the same one if it is such a set already.
    public static <K extends Comparable<K>> SharedSet<K> copyOf(Collection<K> elements) {
        if (elements instanceof SharedSet<K> shared) {
            return shared;
        }
        if (elements.isEmpty()) {
            return empty();
        }
        elements.forEach(Objects::requireNonNull);
        boolean sorted = elements instanceof SortedSet<K> that && that.comparator() == null;
        return new SharedSet<>(new SharedKeys<>(List.copyOf(sorted ? elements : new TreeSet<>(elements))));
    }

    /// Returns this set with one more element; itself when it has it.
    public SharedSet<K> with(K element) {
        int index = keys.indexOf(element);
        return index >= 0 ? this : new SharedSet<>(keys.with(-index - 1, element));
    }

    /// Returns this set without the element; itself when it has none.
    public SharedSet<K> without(K element) {
        int index = keys.indexOf(element);
        return index < 0 ? this : new SharedSet<>(keys.without(index));
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public boolean contains(Object element) {
        return keys.indexOf(element) >= 0;
    }

    @Override
    public Iterator<K> iterator() {
        return new InOrder<>(keys.size()) {
            @Override
            K at(int place) {
                return keys.at(place);
            }
        };
    }

    /// Returns null: the elements' own order.
    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedSet<K> subSet(K from, K to) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(this).subSet(from, to));
    }

    @Override
    public SortedSet<K> headSet(K to) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(this).headSet(to));
    }

    @Override
    public SortedSet<K> tailSet(K from) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(this).tailSet(from));
    }

    @Override
    public K first() {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys.at(0);
    }

    @Override
    public K last() {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys.at(size() - 1);
    }
}
