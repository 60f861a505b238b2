package dev.baton.core.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sorted keys of a [SharedMap]. A key is found by halving; once many were looked for, by hashing.
///
/// Thread-safe: the count may lose some, two threads may both make the same table, and each may forget where the other
/// found its last key.
// Names are mostly the very same objects; those that are not are compared as they should be.
@SuppressWarnings("ReferenceEquality")
final class SharedKeys<K> {
    /// Below that, looking at one after the other is as fast.
    private static final int FEW = 8;

    /// A table pays once one in so many keys was looked for.
    private static final int OFTEN = 8;

    private final Object[] sorted;
    private int asked;
    /// Where a key was found last: a step is about one group and one node, which are looked for again and again.
    private int last;
    private volatile int @Nullable [] table;

    /// @param sorted in order, each once
    SharedKeys(List<K> sorted) {
        this(sorted.toArray());
    }

    private SharedKeys(Object[] sorted) {
        this.sorted = sorted;
    }

    int size() {
        return sorted.length;
    }

    // Only keys of the map's own type are ever stored.
    @SuppressWarnings("unchecked")
    K at(int index) {
        return (K) sorted[index];
    }

    /// Returns whether the other keys are the same ones.
    boolean alike(SharedKeys<?> other) {
        return other == this || Arrays.equals(sorted, other.sorted);
    }

    /// Returns where the key is; if it is not there, -1 minus the place where it would be.
    int indexOf(Object key) {
        if (sorted.length <= FEW) {
            return few(key);
        }
        int place = last;
        if (sorted[place] == key) {
            return place;
        }
        int found = among(key);
        if (found >= 0) {
            last = found;
        }
        return found;
    }

    private int among(Object key) {
        int[] known = table;
        if (known != null) {
            int index = hashed(known, key);
            return index >= 0 ? index : halving(key);
        }
        if (asked++ > sorted.length / OFTEN) {
            table = hash();
        }
        return halving(key);
    }

    /// The same is told faster than equal, and equal faster than greater.
    private int few(Object key) {
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] == key) {
                return i;
            }
        }
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i].equals(key)) {
                return i;
            }
        }
        return halving(key);
    }

    // Keys can be compared: only such are ever stored, and looked for.
    @SuppressWarnings("unchecked")
    private int halving(Object key) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = ((Comparable<Object>) sorted[middle]).compareTo(key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private int hashed(int[] known, Object key) {
        int mask = known.length - 1;
        for (int slot = spread(key) & mask; known[slot] != 0; slot = (slot + 1) & mask) {
            Object there = sorted[known[slot] - 1];
            if (there == key || there.equals(key)) {
                return known[slot] - 1;
            }
        }
        return -1;
    }

    private int[] hash() {
        int[] made = new int[Integer.highestOneBit(sorted.length) * 4];
        int mask = made.length - 1;
        for (int i = 0; i < sorted.length; i++) {
            int slot = spread(sorted[i]) & mask;
            while (made[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            made[slot] = i + 1;
        }
        return made;
    }

    private static int spread(Object key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 16);
    }

    SharedKeys<K> with(int place, K key) {
        Object[] more = new Object[sorted.length + 1];
        System.arraycopy(sorted, 0, more, 0, place);
        System.arraycopy(sorted, place, more, place + 1, sorted.length - place);
        more[place] = key;
        return new SharedKeys<>(more);
    }

    SharedKeys<K> without(int index) {
        Object[] fewer = new Object[sorted.length - 1];
        System.arraycopy(sorted, 0, fewer, 0, index);
        System.arraycopy(sorted, index + 1, fewer, index, fewer.length - index);
        return new SharedKeys<>(fewer);
    }
}
