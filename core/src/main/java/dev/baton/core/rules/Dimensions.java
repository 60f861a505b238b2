package dev.baton.core.rules;

import dev.baton.core.model.Amounts;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.NodeImage;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// All that some groups need of a node, by number: amounts lie in arrays, in the order of their names, so that sums
/// are kept up with every change. What none of these groups needs has no number.
///
/// Immutable; sums and limits that it returns are the caller's, demands are everybody's: nobody changes them.
public final class Dimensions {

    /// The limit where a node does not name one.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long[] NOTHING = {};

    private final String[] names;
    /// Many groups need the same.
    private final Map<Amounts, long[]> demands = new HashMap<>();

    private Dimensions(String[] names, Set<Amounts> demands) {
        this.names = names;
        demands.forEach(demand -> this.demands.put(demand, needs(demand)));
    }

    /// Returns what these groups need.
    public static Dimensions of(Collection<GroupImage> groups) {
        Set<Amounts> demands = new HashSet<>();
        groups.forEach(group -> demands.add(group.terms().demand()));
        Set<String> names = new HashSet<>();
        demands.forEach(demand -> names.addAll(demand.byName().keySet()));
        String[] sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        return new Dimensions(sorted, demands);
    }

    /// Returns a sum of nothing.
    public long[] none() {
        return names.length == 0 ? NOTHING : new long[names.length];
    }

    /// Returns what the group needs; nothing at all is an empty array.
    public long[] demandOf(GroupImage group) {
        long[] known = demands.get(group.terms().demand());
        return known == null ? needs(group.terms().demand()) : known;
    }

    private long[] needs(Amounts demand) {
        if (demand.isEmpty() || names.length == 0) {
            return NOTHING;
        }
        long[] needs = new long[names.length];
        for (int d = 0; d < needs.length; d++) {
            needs[d] = demand.get(names[d]);
        }
        return needs;
    }

    /// Returns what the node has, or [#UNLIMITED].
    public long[] limitsOf(NodeImage node) {
        long[] limits = none();
        for (int d = 0; d < limits.length; d++) {
            limits[d] = node.capacity().byName().getOrDefault(names[d], UNLIMITED);
        }
        return limits;
    }

    /// Adds a demand to a sum, or takes it away.
    public static void add(long[] sum, long[] demand, int sign) {
        for (int d = 0; d < demand.length; d++) {
            sum[d] += sign * demand[d];
        }
    }

    /// Returns whether there is room for the demand beside what is taken.
    public static boolean room(long[] demand, long[] taken, long[] limits) {
        for (int d = 0; d < demand.length; d++) {
            if (demand[d] > 0 && limits[d] != UNLIMITED && taken[d] + demand[d] > limits[d]) {
                return false;
            }
        }
        return true;
    }
}
