package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/// The best cost by uniform-cost search (Dijkstra) without any bound, over strings, with cover by trying every
/// assignment. Slow, plain, and shares nothing with the planner but the model.
final class BruteForce {
    private final ClusterImage image;
    private final UpgradeSpec spec;
    private final List<NodeImage> nodes;
    private final List<GroupImage> groups;
    private final Version target;

    BruteForce(Instances instance) {
        this.image = instance.image();
        this.spec = instance.spec();
        this.nodes = List.copyOf(image.nodes().values());
        this.groups = List.copyOf(image.groups().values());
        this.target = spec.products().getFirst().to();
    }

    /// A position: which nodes are new, which groups are in the new format, where each group is.
    private record Spot(List<Boolean> isNew, List<Boolean> newFormat, List<Integer> at) {}

    private record Way(long first, long second, long third, Spot spot) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            int one = Long.compare(first, other.first);
            int two = one != 0 ? one : Long.compare(second, other.second);
            return two != 0 ? two : Long.compare(third, other.third);
        }
    }

    /// Returns outages, group-milliseconds and milliseconds of the best plan; empty when there is none.
    Optional<long[]> best() {
        if (nodes.stream().anyMatch(node -> !node.up()) && start().isNew.contains(false)) {
            return Optional.empty();
        }
        PriorityQueue<Way> queue = new PriorityQueue<>();
        Map<Spot, Way> best = new HashMap<>();
        Spot start = start();
        push(new Way(0, 0, 0, start), queue, best);
        while (!queue.isEmpty()) {
            Way way = queue.remove();
            if (best.get(way.spot) != way) {
                continue;
            }
            if (done(way.spot)) {
                return Optional.of(outagesFirst() ? new long[] {way.first, way.second, way.third}
                        : new long[] {way.second, way.first, way.third});
            }
            expand(way, queue, best);
        }
        return Optional.empty();
    }

    private boolean outagesFirst() {
        return spec.preset() == Preset.FEWEST_OUTAGES;
    }

    private static void push(Way way, PriorityQueue<Way> queue, Map<Spot, Way> best) {
        Way known = best.get(way.spot);
        if (known == null || way.compareTo(known) < 0) {
            best.put(way.spot, way);
            queue.add(way);
        }
    }

    private Spot start() {
        List<Boolean> isNew = nodes.stream().map(node -> node.facts().versions().containsValue(target)).toList();
        List<Boolean> newFormat = groups.stream().map(g -> g.format().equals(new Format.At(target))).toList();
        List<Integer> at = groups.stream().map(g -> indexOf(g.owner().orElseThrow())).toList();
        return new Spot(isNew, newFormat, at);
    }

    private int indexOf(NodeId id) {
        return nodes.stream().map(NodeImage::id).toList().indexOf(id);
    }

    private boolean done(Spot spot) {
        boolean converted = mode() == DataMode.COMPATIBLE || !spot.newFormat.contains(false);
        boolean home = spec.failback() == UpgradeSpec.Failback.NEVER;
        if (!home) {
            home = true;
            for (int g = 0; g < groups.size(); g++) {
                int wanted = home(g);
                home &= spot.at.get(g) == wanted || !canHost(g, wanted);
            }
        }
        return !spot.isNew.contains(false) && converted && home;
    }

    private int home(int g) {
        GroupImage group = groups.get(g);
        boolean restored = spec.failback() != UpgradeSpec.Failback.NEVER;
        return restored || group.preferred().isEmpty() ? indexOf(group.owner().orElseThrow())
                : indexOf(group.preferred().getFirst());
    }

    private DataMode mode() {
        return image.kinds().values().iterator().next().data();
    }

    private boolean canHost(int g, int n) {
        return receives(g, n) && nodes.get(n).holds().isEmpty();
    }

    private boolean receives(int g, int n) {
        return nodes.get(n).up() && (groups.get(g).possible().isEmpty()
                || groups.get(g).possible().contains(nodes.get(n).id()));
    }

    private boolean runs(boolean newNode, boolean newFormat) {
        return switch (mode()) {
            case COMPATIBLE -> true;
            case BACKWARD -> newNode || !newFormat;
            case STRICT -> newNode == newFormat;
        };
    }

    private void expand(Way way, PriorityQueue<Way> queue, Map<Spot, Way> best) {
        Spot s = way.spot;
        for (int n = 0; n < nodes.size(); n++) {
            if (!s.isNew.get(n) && !s.at.contains(n)) {
                List<Boolean> isNew = new ArrayList<>(s.isNew);
                isNew.set(n, true);
                Spot after = new Spot(isNew, s.newFormat, s.at);
                long u = spec.nodeTakes().toMillis();
                long soak = spec.soakAfterNode().toMillis();
                add(way, 0, u * uncovered(s, n) + (soak == 0 ? 0 : soak * uncovered(after, -1)), u + soak, after, queue,
                        best);
            }
        }
        for (int g = 0; g < groups.size(); g++) {
            for (int n = 0; n < nodes.size(); n++) {
                boolean stays = s.at.get(g) == n;
                boolean seat = stays || (canHost(g, n) && (!image.settings().oneGroupPerNode() || !s.at.contains(n)));
                if (seat && !stays && runs(s.isNew.get(n), s.newFormat.get(g))) {
                    go(way, g, n, false, queue, best);
                }
                if (seat && mode() != DataMode.COMPATIBLE && !s.newFormat.get(g) && s.isNew.get(n)
                        && mayConvert(s, g, n)) {
                    go(way, g, n, true, queue, best);
                }
            }
        }
    }

    private boolean mayConvert(Spot s, int g, int n) {
        boolean all = !s.isNew.contains(false);
        return switch (spec.convert()) {
            case WITH_MOVE -> true;
            case ON_RETURN -> all || mode() == DataMode.STRICT || home(g) == n;
            case AT_END -> all || mode() == DataMode.STRICT;
            case BY_HAND -> false;
        };
    }

    private void go(Way way, int g, int n, boolean convert, PriorityQueue<Way> queue, Map<Spot, Way> best) {
        Spot s = way.spot;
        List<Integer> at = new ArrayList<>(s.at);
        List<Boolean> format = new ArrayList<>(s.newFormat);
        long time = (at.get(g) == n ? 0 : spec.moveTakes().toMillis()) + (convert ? 120_000 : 0);
        at.set(g, n);
        format.set(g, convert || format.get(g));
        Spot after = new Spot(s.isNew, format, at);
        add(way, groups.get(g).intent().online() ? 1 : 0, time * Math.max(uncovered(s, -1), uncovered(after, -1)), time,
                after, queue, best);
    }

    private void add(Way way, long outages, long exposure, long time, Spot after, PriorityQueue<Way> queue,
            Map<Spot, Way> best) {
        push(outagesFirst() ? new Way(way.first + outages, way.second + exposure, way.third + time, after)
                : new Way(way.first + exposure, way.second + outages, way.third + time, after), queue, best);
    }

    /// The groups that find no node when their own is lost: for each node the largest assignment, by trying all.
    private long uncovered(Spot s, int out) {
        long sum = 0;
        for (int lost = 0; lost < nodes.size(); lost++) {
            List<Integer> displaced = new ArrayList<>();
            for (int g = 0; g < groups.size(); g++) {
                if (s.at.get(g) == lost && groups.get(g).intent().online()) {
                    displaced.add(g);
                }
            }
            sum += displaced.size() - seated(s, displaced, 0, lost, out, new HashSet<>());
        }
        return sum;
    }

    private int seated(Spot s, List<Integer> displaced, int next, int lost, int out, Set<Integer> taken) {
        if (next == displaced.size()) {
            return 0;
        }
        int best = seated(s, displaced, next + 1, lost, out, taken);
        int g = displaced.get(next);
        for (int n = 0; n < nodes.size(); n++) {
            boolean free = !image.settings().oneGroupPerNode() || (!s.at.contains(n) && !taken.contains(n));
            if (n != lost && n != out && free && receives(g, n) && takes(s, g, lost, n)) {
                taken.add(n);
                best = Math.max(best, 1 + seated(s, displaced, next + 1, lost, out, taken));
                taken.remove(n);
                if (!image.settings().oneGroupPerNode()) {
                    break;
                }
            }
        }
        return best;
    }

    private boolean takes(Spot s, int g, int lost, int n) {
        Kind kind = image.kinds().values().iterator().next();
        boolean runs = runs(s.isNew.get(n), s.newFormat.get(g))
                || (kind.failoverMayConvert() && s.isNew.get(n) && !s.newFormat.get(g));
        return runs && (kind.trustMixedFailover() || s.isNew.get(n).equals(s.isNew.get(lost)));
    }
}
