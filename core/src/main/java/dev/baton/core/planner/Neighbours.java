package dev.baton.core.planner;

import dev.baton.core.model.Terms;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which groups find room beside which, in numbers: capacities, demands and labels of at most 64 nodes and groups.
/// Answers what `rules.Occupancy` and `rules.Seating` answer for images.
///
/// Not thread-safe.
final class Neighbours {
    /// How many seats are tried when all groups of a lost node are seated anew for one more.
    private static final int TRIES = 20_000;

    private final int nodes;
    private final long[][] demand;
    private final long[][] capacity;
    private final long[] clash;
    private final long[] rather;
    private final boolean limits;

    // What a question about one lost node needs, and nobody else sees.
    private final long[][] used;
    private final long[] present;
    private final int[] seat;
    private int triesLeft;

    Neighbours(Problem problem) {
        int groups = problem.groups.size();
        this.nodes = problem.nodes.size();
        List<String> names = List.copyOf(names(problem));
        this.demand = new long[groups][names.size()];
        this.capacity = new long[nodes][names.size()];
        this.clash = new long[groups];
        this.rather = new long[groups];
        for (int n = 0; n < nodes; n++) {
            for (int i = 0; i < names.size(); i++) {
                var room = problem.nodes.get(n).capacity().byName();
                capacity[n][i] = room.getOrDefault(names.get(i), Long.MAX_VALUE);
            }
        }
        for (int g = 0; g < groups; g++) {
            Terms terms = problem.groups.get(g).terms();
            for (int i = 0; i < names.size(); i++) {
                demand[g][i] = terms.demand().get(names.get(i));
            }
            for (int h = 0; h < groups; h++) {
                Terms other = problem.groups.get(h).terms();
                clash[g] |= g != h && terms.clash(other).isPresent() ? 1L << h : 0;
                rather[g] |= g != h && terms.wouldRatherNot(other) ? 1L << h : 0;
            }
        }
        this.limits = problem.stacking && (!names.isEmpty() || Arrays.stream(clash).anyMatch(mask -> mask != 0));
        this.used = new long[nodes][names.size()];
        this.present = new long[nodes];
        this.seat = new int[groups];
        Arrays.fill(seat, -1);
    }

    /// What some group needs and some node has only so much of.
    private static Set<String> names(Problem problem) {
        TreeSet<String> names = new TreeSet<>();
        problem.nodes.forEach(node -> names.addAll(node.capacity().byName().keySet()));
        names.removeIf(name -> problem.groups.stream().allMatch(group -> group.terms().demand().get(name) == 0));
        return names;
    }

    /// Returns whether something besides one group per node keeps groups from sharing a node.
    boolean limits() {
        return limits;
    }

    /// Returns the nodes of `candidates` where the group finds room beside those that own them.
    long withRoom(int group, long candidates, int[] owner) {
        long room = 0;
        for (long left = candidates; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            room |= fits(group, node, owner) ? 1L << node : 0;
        }
        return room;
    }

    private boolean fits(int group, int node, int[] owner) {
        long[] needed = demand[group].clone();
        for (int g = 0; g < owner.length; g++) {
            if (owner[g] == node && g != group) {
                if ((clash[group] >> g & 1) == 1) {
                    return false;
                }
                add(needed, g, 1);
            }
        }
        return within(group, needed, node);
    }

    /// Only what the group itself needs is looked at: what was too full before is not its fault.
    private boolean within(int group, long[] needed, int node) {
        for (int i = 0; i < needed.length; i++) {
            if (demand[group][i] > 0 && needed[i] > capacity[node][i]) {
                return false;
            }
        }
        return true;
    }

    private void add(long[] sum, int group, int sign) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sign * demand[group][i];
        }
    }

    /// Returns the sum of all that the group needs, whatever it is.
    long size(int group) {
        return Arrays.stream(demand[group]).sum();
    }

    /// Returns how many pairs of groups share a node although they had rather not.
    int rubbing(int[] owner) {
        int pairs = 0;
        for (int g = 0; g < owner.length; g++) {
            for (long left = rather[g] & ((1L << g) - 1); left != 0; left &= left - 1) {
                pairs += owner[g] >= 0 && owner[g] == owner[Long.numberOfTrailingZeros(left)] ? 1 : 0;
            }
        }
        return pairs;
    }

    /// From now on questions are about groups that are on these nodes.
    void settle(int[] owner) {
        for (int n = 0; n < nodes; n++) {
            Arrays.fill(used[n], 0);
            present[n] = 0;
        }
        for (int g = 0; g < owner.length; g++) {
            if (owner[g] >= 0) {
                add(used[owner[g]], g, 1);
                present[owner[g]] |= 1L << g;
            }
        }
    }

    /// Returns the groups that are on the node.
    long present(int node) {
        return present[node];
    }

    /// Returns the groups that find no node when theirs is lost, by the rule of `Seating`: in order of urgency each
    /// gets a node if there is some seating for it and all that got one before.
    ///
    /// @param displaced in order of urgency, as many as `count` says
    /// @param takers    for each of them the nodes that may take it as far as the two alone decide; never the lost one
    long unseated(int[] displaced, long[] takers, int count) {
        int[] in = new int[count];
        int seated = 0;
        long unseated = 0;
        for (int i = 0; i < count; i++) {
            int g = displaced[i];
            in[seated] = i;
            int now = firstWithRoom(g, takers[i]);
            if (now >= 0) {
                sit(g, now);
                seated++;
            } else if (seated > 0 && anew(displaced, takers, in, seated + 1)) {
                seated++;
            } else {
                unseated |= 1L << g;
            }
        }
        for (int i = 0; i < count; i++) {
            if (seat[displaced[i]] >= 0) {
                rise(displaced[i]);
            }
        }
        return unseated;
    }

    private int firstWithRoom(int group, long nodesAsked) {
        for (long left = nodesAsked; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            if (hasRoom(group, node)) {
                return node;
            }
        }
        return -1;
    }

    /// Whether the node has room beside all that are or were seated there.
    private boolean hasRoom(int group, int node) {
        if ((clash[group] & present[node]) != 0) {
            return false;
        }
        long[] needed = demand[group];
        for (int i = 0; i < needed.length; i++) {
            if (needed[i] > 0 && used[node][i] + needed[i] > capacity[node][i]) {
                return false;
            }
        }
        return true;
    }

    /// The nodes of those asked that have room beside all that stay there.
    private long free(int group, long nodesAsked) {
        long free = 0;
        for (long left = nodesAsked; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            free |= roomBesideStaying(group, node) ? 1L << node : 0;
        }
        return free;
    }

    private boolean roomBesideStaying(int group, int node) {
        long[] needed = used[node].clone();
        long there = present[node];
        for (long left = there; left != 0; left &= left - 1) {
            int other = Long.numberOfTrailingZeros(left);
            if (seat[other] == node) {
                add(needed, other, -1);
                there &= ~(1L << other);
            }
        }
        add(needed, group, 1);
        return (clash[group] & there) == 0 && within(group, needed, node);
    }

    private void sit(int group, int node) {
        seat[group] = node;
        add(used[node], group, 1);
        present[node] |= 1L << group;
    }

    private void rise(int group) {
        int node = seat[group];
        seat[group] = -1;
        add(used[node], group, -1);
        present[node] &= ~(1L << group);
    }

    private boolean anew(int[] displaced, long[] takers, int[] in, int count) {
        long[] candidates = new long[displaced.length];
        for (int i = 0; i < count; i++) {
            candidates[in[i]] = free(displaced[in[i]], takers[in[i]]);
        }
        if (candidates[in[count - 1]] == 0) {
            return false;
        }
        int[] before = seat.clone();
        Integer[] order = new Integer[count];
        for (int i = 0; i < count; i++) {
            order[i] = in[i];
            if (seat[displaced[in[i]]] >= 0) {
                rise(displaced[in[i]]);
            }
        }
        Arrays.sort(order, (a, b) -> Integer.compare(Long.bitCount(candidates[a]), Long.bitCount(candidates[b])));
        triesLeft = TRIES;
        if (search(displaced, candidates, order, 0)) {
            return true;
        }
        for (int i = 0; i < count - 1; i++) {
            sit(displaced[in[i]], before[displaced[in[i]]]);
        }
        return false;
    }

    private boolean search(int[] displaced, long[] candidates, Integer[] order, int next) {
        if (next == order.length) {
            return true;
        }
        int group = displaced[order[next]];
        for (long left = candidates[order[next]]; left != 0; left &= left - 1) {
            int node = Long.numberOfTrailingZeros(left);
            if (--triesLeft < 0) {
                return false;
            }
            if (hasRoom(group, node)) {
                sit(group, node);
                if (search(displaced, candidates, order, next + 1)) {
                    return true;
                }
                rise(group);
            }
        }
        return false;
    }
}
