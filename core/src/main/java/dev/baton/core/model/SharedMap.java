package dev.baton.core.model;

import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map whose changed copies share all that did not change: replacing the value of a known key costs
/// a few small arrays whatever the size, and [#differences] between two copies looks only at what they do not share.
/// Values lie in a tree of arrays, 32 wide (P. Bagwell 2001); the keys, which seldom change, in one sorted array that
/// all copies share. Adding or removing a key copies everything.
///
/// Thread-safe.
// The records that hold such maps promise a SortedMap; more is not needed.
@SuppressWarnings("JdkObsolete")
public class SharedMap<K extends Comparable<K>, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final SharedMap<?, ?> EMPTY = new SharedMap<>(new SharedKeys<String>(List.of()), new Object[0]);

    private final SharedKeys<K> keys;
    private final int height;
    private final Object[] root;
    /// The root of the map that this one is a copy of, and the index at which the two differ; both unset when it is
    /// none. A copy so keeps the one value that it replaced, and nothing that was replaced before.
    private final Object @Nullable [] origin;
    private final int replaced;
    /// The replaced key if its value is unequal to what it replaced, nothing if not; unset while nobody has asked.
    private @Nullable List<K> unlike;
    /// Once it was asked for.
    private int hash;

    /// @param values one for each key, in the order of the keys
    SharedMap(SharedKeys<K> keys, Object[] values) {
        this.keys = keys;
        Object[] level = values;
        int levels = 0;
        while (level.length > WIDTH) {
            Object[] above = new Object[(level.length + WIDTH - 1) >> BITS];
            for (int i = 0; i < above.length; i++) {
                above[i] = Arrays.copyOfRange(level, i << BITS, Math.min((i + 1) << BITS, level.length));
            }
            level = above;
            levels++;
        }
        this.root = level;
        this.height = levels;
        this.origin = null;
        this.replaced = -1;
    }

    /// A copy of another map with one value replaced.
    SharedMap(SharedMap<K, V> other, int index, V value) {
        this.keys = other.keys;
        this.height = other.height;
        this.root = replaced(other.root, height, index, value, index, value);
        this.origin = other.root;
        this.replaced = index;
    }

    /// A copy of another map with two values replaced, both the same at one place or each at its own.
    SharedMap(SharedMap<K, V> other, int one, V first, int two, V second) {
        this.keys = other.keys;
        this.height = other.height;
        this.root = replaced(other.root, height, one, first, two, second);
        this.origin = null;
        this.replaced = -1;
    }

    /// Returns the same map with other derived facts around it; for subclasses.
    SharedMap(SharedMap<K, V> same) {
        this.keys = same.keys;
        this.height = same.height;
        this.root = same.root;
        this.origin = same.origin;
        this.replaced = same.replaced;
    }

    /// Returns the empty map.
    // No entry, so no cast can fail.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>, V> SharedMap<K, V> empty() {
        return (SharedMap<K, V>) EMPTY;
    }

    /// Returns a map with these entries; the same one if it is such a map already.
    public static <K extends Comparable<K>, V> SharedMap<K, V> copyOf(Map<K, V> map) {
        if (map instanceof SharedMap<K, V> shared) {
            return shared;
        }
        if (map.isEmpty()) {
            return empty();
        }
        Collection<Entry<K, V>> entries = map.entrySet();
        if (!(map instanceof SortedMap<K, V> sorted && sorted.comparator() == null)) {
            entries = entries.stream().sorted((one, other) -> one.getKey().compareTo(other.getKey())).toList();
        }
        Object[] values = new Object[map.size()];
        List<K> names = new ArrayList<>(values.length);
        for (Entry<K, V> entry : entries) {
            values[names.size()] = Objects.requireNonNull(entry.getValue());
            names.add(entry.getKey());
        }
        return new SharedMap<>(new SharedKeys<>(names), values);
    }

    /// Returns this map with the entry added or its value replaced; this map itself when it has the very same value.
    public SharedMap<K, V> with(K key, V value) {
        int index = keys.indexOf(key);
        if (index >= 0) {
            return at(index) == value ? this : new SharedMap<>(this, index, value);
        }
        Object[] values = new Object[size() + 1];
        int place = -index - 1;
        for (int i = 0; i < size(); i++) {
            values[i < place ? i : i + 1] = at(i);
        }
        values[place] = value;
        return new SharedMap<>(keys.with(place, key), values);
    }

    /// Returns a map with the same keys and other values.
    ///
    /// @param value what each entry's is
    public <W> SharedMap<K, W> mapped(BiFunction<? super K, ? super V, ? extends W> value) {
        Object[] values = new Object[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Objects.requireNonNull(value.apply(keys.at(i), at(i)));
        }
        return new SharedMap<>(keys, values);
    }

    /// Returns this map without the key; itself when it has none.
    public SharedMap<K, V> without(K key) {
        int index = keys.indexOf(key);
        if (index < 0) {
            return this;
        }
        Object[] values = new Object[size() - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = at(i < index ? i : i + 1);
        }
        return new SharedMap<>(keys.without(index), values);
    }

    private static Object[] replaced(Object[] node, int height, int one, Object first, int two, Object second) {
        int slot = (one >>> (height * BITS)) & (WIDTH - 1);
        int other = (two >>> (height * BITS)) & (WIDTH - 1);
        // A clone calls the virtual machine where code is not fully optimised.
        Object[] copy = new Object[node.length];
        System.arraycopy(node, 0, copy, 0, node.length);
        if (height == 0) {
            copy[slot] = first;
            copy[other] = second;
        } else if (slot == other) {
            copy[slot] = replaced((Object[]) node[slot], height - 1, one, first, two, second);
        } else {
            copy[slot] = replaced((Object[]) node[slot], height - 1, one, first, one, first);
            copy[other] = replaced((Object[]) node[other], height - 1, two, second, two, second);
        }
        return copy;
    }

    /// Returns the place of the key among all; negative when it is not there.
    int indexOf(Object key) {
        return keys.indexOf(key);
    }

    /// Returns the value at a place.
    // Only values of the map's own type are ever stored.
    @SuppressWarnings("unchecked")
    V at(int index) {
        Object[] node = root;
        for (int shift = height * BITS; shift > 0; shift -= BITS) {
            node = (Object[]) node[(index >>> shift) & (WIDTH - 1)];
        }
        return (V) node[index & (WIDTH - 1)];
    }

    /// Returns the keys that only one of the maps has, or that have unequal values, in order. Two copies of one map
    /// with the same keys are compared only where they do not share.
    public static <K extends Comparable<K>, V> List<K> differences(SortedMap<K, V> one, SortedMap<K, V> other) {
        if (one instanceof SharedMap<K, V> first && other instanceof SharedMap<K, V> second
                && first.keys == second.keys) {
            if (first.root == second.root) {
                return List.of();
            }
            if (second.origin == first.root) {
                return second.unlikeIn(first);
            }
            List<K> found = new ArrayList<>();
            first.unlike(first.root, second.root, first.height, 0, found);
            return found;
        }
        List<K> found = new ArrayList<>();
        TreeSet<K> all = new TreeSet<>(one.keySet());
        all.addAll(other.keySet());
        all.forEach(key -> {
            if (!Objects.equals(one.get(key), other.get(key))) {
                found.add(key);
            }
        });
        return found;
    }

    /// The key whose value is another than in the map that this is a copy of; asked by many, compared once. Two threads
    /// may both compare.
    private List<K> unlikeIn(SharedMap<K, V> first) {
        List<K> known = unlike;
        if (known == null) {
            known = first.at(replaced).equals(at(replaced)) ? List.of() : List.of(keys.at(replaced));
            unlike = known;
        }
        return known;
    }

    /// Notes the keys that have unequal values below two nodes of the trees.
    private void unlike(Object[] one, Object[] other, int height, int base, List<K> found) {
        for (int slot = 0; slot < one.length; slot++) {
            if (one[slot] != other[slot]) {
                int index = (base << BITS) | slot;
                if (height > 0) {
                    unlike((Object[]) one[slot], (Object[]) other[slot], height - 1, index, found);
                } else if (!one[slot].equals(other[slot])) {
                    found.add(keys.at(index));
                }
            }
        }
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public boolean isEmpty() {
        return keys.size() == 0;
    }

    @Override
    public @Nullable V get(Object key) {
        int index = keys.indexOf(key);
        return index < 0 ? null : at(index);
    }

    @Override
    public V getOrDefault(Object key, V otherwise) {
        V value = get(key);
        return value == null ? otherwise : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (int i = 0; i < size(); i++) {
            action.accept(keys.at(i), at(i));
        }
    }

    /// Returns the keys, in order.
    @Override
    public Set<K> keySet() {
        return new SharedSet<>(keys);
    }

    /// Returns the values, in the order of their keys.
    @Override
    public Collection<V> values() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return keys.size();
            }

            @Override
            public Iterator<V> iterator() {
                return new InOrder<>(keys.size()) {
                    @Override
                    V at(int place) {
                        return SharedMap.this.at(place);
                    }
                };
            }
        };
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return keys.size();
            }

            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new InOrder<>(keys.size()) {
                    @Override
                    Entry<K, V> at(int place) {
                        return Map.entry(keys.at(place), SharedMap.this.at(place));
                    }
                };
            }
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof SharedMap<?, ?> shared)) {
            return super.equals(other);
        }
        return keys.alike(shared.keys) && (root == shared.root || sameValues(shared));
    }

    /// @param other with equal keys
    private boolean sameValues(SharedMap<?, ?> other) {
        return other.origin == root ? at(other.replaced).equals(other.at(other.replaced))
                : alike(root, other.root, height);
    }

    private static boolean alike(Object[] one, Object[] other, int height) {
        for (int slot = 0; slot < one.length; slot++) {
            boolean same = one[slot] == other[slot] || (height > 0
                    ? alike((Object[]) one[slot], (Object[]) other[slot], height - 1) : one[slot].equals(other[slot]));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int known = hash;
        int sum = known;
        for (int i = 0; known == 0 && i < size(); i++) {
            sum += keys.at(i).hashCode() ^ at(i).hashCode();
        }
        hash = sum;
        return sum;
    }

    /// Returns null: the keys' own order.
    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).subMap(from, to));
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).headMap(to));
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(this).tailMap(from));
    }

    @Override
    public K firstKey() {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys.at(0);
    }

    @Override
    public K lastKey() {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys.at(size() - 1);
    }
}
