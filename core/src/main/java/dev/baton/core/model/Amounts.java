package dev.baton.core.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Whole amounts of named things, such as `memory: 64`: what a node has room for, what a group needs, what is taken.
/// What a capacity does not name is not limited; what a demand does not name is not needed.
///
/// @param byName in no particular unit; never negative
public record Amounts(SortedMap<String, Long> byName) {

    /// Nothing: as a demand no need, as a capacity no limit.
    public static final Amounts NONE = new Amounts(Collections.emptySortedMap());

    /// The largest amount; small enough that sums over all groups of a cluster are exact.
    public static final long MOST = 1L << 40;

    /// @throws IllegalArgumentException if a name is no name, or an amount is negative or above [#MOST]
    public Amounts {
        byName = checked(byName.comparator() == null ? byName : SharedMap.copyOf(byName));
    }

    private static SharedMap<String, Long> checked(SortedMap<String, Long> sorted) {
        List<String> names = new ArrayList<>(sorted.size());
        Object[] amounts = new Object[sorted.size()];
        for (Map.Entry<String, Long> entry : sorted.entrySet()) {
            String name = name(entry.getKey());
            Long amount = entry.getValue();
            if (amount < 0 || amount > MOST) {
                throw new IllegalArgumentException(name + ": " + amount + " is not between 0 and " + MOST);
            }
            amounts[names.size()] = amount;
            // The few names are looked for again and again: the very same string is found at once.
            names.add(name.intern());
        }
        return names.isEmpty() ? SharedMap.empty() : new SharedMap<>(new SharedKeys<>(names), amounts);
    }

    /// Returns a name that an amount may have.
    ///
    /// @throws IllegalArgumentException if it may not
    public static String name(String text) {
        Names.check(text, "an amount");
        return text;
    }

    /// Returns the amounts of one name and its number.
    public static Amounts of(String name, long amount) {
        return new Amounts(new TreeMap<>(Map.of(name, amount)));
    }

    /// Returns whether nothing is named.
    public boolean isEmpty() {
        return byName.isEmpty();
    }

    /// Returns the amount of that name; 0 when it is not named.
    public long get(String name) {
        return byName.getOrDefault(name, 0L);
    }

    /// Returns the sum, name by name.
    ///
    /// @throws IllegalArgumentException if a sum is above [#MOST]
    public Amounts plus(Amounts other) {
        if (other.isEmpty()) {
            return this;
        }
        TreeMap<String, Long> sum = new TreeMap<>(byName);
        other.byName.forEach((name, amount) -> sum.merge(name, amount, Long::sum));
        return new Amounts(sum);
    }

    /// Returns the first name, in order, of which this capacity is exceeded when `demand` comes to what is `taken`;
    /// empty when there is room. Only what the demand itself needs is looked at.
    public Optional<String> exceededBy(Amounts taken, Amounts demand) {
        for (Map.Entry<String, Long> needed : demand.byName.entrySet()) {
            Long has = byName.get(needed.getKey());
            if (has != null && needed.getValue() > 0 && taken.get(needed.getKey()) + needed.getValue() > has) {
                return Optional.of(needed.getKey());
            }
        }
        return Optional.empty();
    }

    /// Returns the amounts as people read them, such as `cores 4, memory 64`; `nothing` when none is named.
    public String text() {
        return isEmpty() ? "nothing" : String.join(", ", byName.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue()).toList());
    }
}
