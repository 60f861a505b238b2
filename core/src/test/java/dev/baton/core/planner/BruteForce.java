package dev.baton.core.planner;

import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.DataMode;
import dev.baton.core.model.Format;
import dev.baton.core.model.GroupImage;
import dev.baton.core.model.Kind;
import dev.baton.core.model.NodeId;
import dev.baton.core.model.NodeImage;
import dev.baton.core.model.UpgradeMode;
import dev.baton.core.model.Version;
import dev.baton.core.plan.Preset;
import dev.baton.core.plan.UpgradeSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The best cost by uniform-cost search (Dijkstra) without any bound and without any symmetry, with cover by trying
/// every assignment. Slow, plain, and shares nothing with the planner but the model.
final class BruteForce {
    private final ClusterImage image;
    private final UpgradeSpec spec;
    private final List<NodeImage> nodes;
    private final List<GroupImage> groups;
    private final Map<Long, Integer> uncovered = new HashMap<>();
    private final Map<Spot, Way> best = new HashMap<>();
    private final PriorityQueue<Way> queue;

    BruteForce(Instances instance) {
        this.image = instance.image();
        this.spec = instance.spec();
        this.nodes = List.copyOf(image.nodes().values());
        this.groups = List.copyOf(image.groups().values());
        this.queue = new PriorityQueue<>(spec.preset() == Preset.LEAST_EXPOSURE ? Way.EXPOSURE_FIRST
                : Way.OUTAGES_FIRST);
    }

    /// A position, bit by bit: which nodes were changed, which groups converted; three bits of `at` say where each is.
    private record Spot(int changed, int converted, int at) {
        int node(int g) {
            return at >> 3 * g & 7;
        }

        Spot moved(int g, int n, boolean convert) {
            return new Spot(changed, convert ? converted | 1 << g : converted, (at & ~(7 << 3 * g)) | n << 3 * g);
        }

        boolean isChanged(int n) {
            return (changed >> n & 1) == 1;
        }

        boolean isConverted(int g) {
            return (converted >> g & 1) == 1;
        }
    }

    /// What it took to get to a spot.
    record Way(long outages, long critical, long exposure, long millis, long rubbing, Spot spot) {
        static final Comparator<Way> OUTAGES_FIRST = Comparator.comparingLong(Way::outages)
                .thenComparingLong(Way::critical).thenComparingLong(Way::exposure).thenComparingLong(Way::millis)
                .thenComparingLong(Way::rubbing);
        static final Comparator<Way> EXPOSURE_FIRST = Comparator.comparingLong(Way::exposure)
                .thenComparingLong(Way::outages).thenComparingLong(Way::critical).thenComparingLong(Way::millis)
                .thenComparingLong(Way::rubbing);
    }

    /// Returns the best way to an end; empty when there is none.
    Optional<Way> best() {
        Spot start = start();
        if (groups.stream().anyMatch(this::stranded)) {
            return Optional.empty();
        }
        if (nodes.stream().anyMatch(node -> !node.up()) && start.changed != (1 << nodes.size()) - 1) {
            return Optional.empty();
        }
        push(null, start, new TreeSet<>(), 0, 0);
        while (!queue.isEmpty()) {
            Way way = queue.remove();
            if (best.get(way.spot) != way) {
                continue;
            }
            if (done(way.spot)) {
                return Optional.of(way);
            }
            changes(way);
            outages(way);
        }
        return Optional.empty();
    }

    /// Left partly offline by an earlier run on a node that cannot open its data, of a product that stays as it is.
    private boolean stranded(GroupImage group) {
        Kind kind = image.kinds().get(group.kind());
        return group.intent().online() && !group.placement().offline().isEmpty()
                && group.intent().offlineResources().isEmpty()
                && spec.products().stream().noneMatch(product -> product.product().equals(kind.product()))
                && !kind.opens(image.node(group.owner().orElseThrow()).version(kind.product()).orElseThrow(),
                        group.format());
    }

    /// How many spots were looked at.
    int spots() {
        return best.size();
    }

    private Spot start() {
        int changed = 0;
        int at = 0;
        for (int n = 0; n < nodes.size(); n++) {
            NodeImage node = nodes.get(n);
            boolean current = spec.products().stream().allMatch(product -> node.version(product.product())
                    .map(product.to()::equals).orElse(true));
            changed |= current ? 1 << n : 0;
        }
        int converted = 0;
        for (int g = 0; g < groups.size(); g++) {
            GroupImage group = groups.get(g);
            converted |= formatWanted(g).map(wanted -> group.format().equals(new Format.At(wanted)))
                    .orElse(true) ? 1 << g : 0;
            at |= indexOf(group.owner().orElseThrow()) << 3 * g;
        }
        return new Spot(changed, converted, at);
    }

    private int indexOf(NodeId id) {
        return nodes.stream().map(NodeImage::id).toList().indexOf(id);
    }

    private Kind kind(int g) {
        return image.kindOf(groups.get(g));
    }

    private boolean inPlace(int g) {
        return kind(g).upgrade() == UpgradeMode.IN_PLACE_OFFLINE && spec.product(kind(g).product()).isPresent();
    }

    private Optional<Version> formatWanted(int g) {
        return kind(g).data() == DataMode.COMPATIBLE || kind(g).convert().isEmpty()
                || spec.convert() == UpgradeSpec.ConvertWhen.BY_HAND ? Optional.empty()
                : spec.product(kind(g).product()).map(product -> kind(g).formatOf(product.to()));
    }

    private Version version(Spot s, int g, int n) {
        return s.isChanged(n) ? spec.product(kind(g).product()).map(UpgradeSpec.ProductUpgrade::to)
                .orElseGet(() -> nodes.get(n).version(kind(g).product()).orElseThrow())
                : nodes.get(n).version(kind(g).product()).orElseThrow();
    }

    private Format format(Spot s, int g) {
        return s.isConverted(g) && formatWanted(g).isPresent() ? new Format.At(formatWanted(g).orElseThrow())
                : groups.get(g).format();
    }

    private boolean runs(Spot s, int g, int n) {
        return kind(g).opens(version(s, g, n), format(s, g));
    }

    private boolean done(Spot s) {
        boolean home = spec.failback() == UpgradeSpec.Failback.NEVER || IntStream.range(0, groups.size())
                .allMatch(g -> s.node(g) == began(g) || !mayCome(g, began(g)));
        return s.changed == (1 << nodes.size()) - 1 && s.converted == (1 << groups.size()) - 1 && home;
    }

    private int began(int g) {
        return indexOf(groups.get(g).owner().orElseThrow());
    }

    private int home(int g) {
        GroupImage group = groups.get(g);
        return spec.failback() != UpgradeSpec.Failback.NEVER || group.preferred().isEmpty() ? began(g)
                : indexOf(group.preferred().getFirst());
    }

    private boolean mayCome(int g, int n) {
        return mayReceive(g, n) && nodes.get(n).holds().isEmpty();
    }

    private boolean mayReceive(int g, int n) {
        long most = nodes.get(n).capacity().byName().getOrDefault("m", Long.MAX_VALUE);
        return nodes.get(n).up() && groups.get(g).terms().demand().get("m") <= most
                && (groups.get(g).possible().isEmpty() || groups.get(g).possible().contains(nodes.get(n).id()));
    }

    /// Whether the group finds room beside these.
    private boolean room(int g, int n, List<Integer> others) {
        if (image.settings().oneGroupPerNode()) {
            return others.isEmpty();
        }
        long sum = groups.get(g).terms().demand().get("m");
        for (int other : others) {
            sum += groups.get(other).terms().demand().get("m");
            if (insists(g, other) || insists(other, g)) {
                return false;
            }
        }
        return groups.get(g).terms().demand().get("m") == 0
                || sum <= nodes.get(n).capacity().byName().getOrDefault("m", Long.MAX_VALUE);
    }

    private boolean insists(int g, int other) {
        return groups.get(g).terms().apart().stream().anyMatch(label -> groups.get(other).terms().apart()
                .contains(label) || groups.get(other).terms().ratherApart().contains(label));
    }

    private List<Integer> on(Spot s, int n) {
        return IntStream.range(0, groups.size()).filter(g -> s.node(g) == n).boxed().toList();
    }

    private void changes(Way way) {
        Spot s = way.spot;
        for (int n = 0; n < nodes.size(); n++) {
            List<Integer> here = on(s, n);
            if (s.isChanged(n) || !here.stream().allMatch(this::inPlace)) {
                continue;
            }
            Spot changed = new Spot(s.changed | 1 << n, s.converted, s.at);
            long time = spec.nodeTakes().toMillis();
            int worst = uncovered(s, n);
            worst = here.isEmpty() ? worst : Math.max(worst, uncovered(changed, n));
            Spot after = changed;
            for (int g : here) {
                if (!s.isConverted(g) && mayConvert(changed, g, n)) {
                    after = after.moved(g, n, true);
                    time += 120_000;
                    worst = Math.max(worst, uncovered(after, -1));
                }
            }
            long soak = spec.soakAfterNode().toMillis();
            long exposure = time * worst + (soak == 0 ? 0 : soak * uncovered(after, -1));
            push(way, after, decidesWithout(n) ? silent(here) : all(), exposure, time + soak);
        }
    }

    /// Whether more than half of all votes are there while the node restarts.
    private boolean decidesWithout(int n) {
        int balance = 0;
        for (NodeImage node : nodes) {
            balance += node.voter() ? node.up() && node != nodes.get(n) ? 1 : -1 : 0;
        }
        return balance > 0 || !nodes.get(n).voter() || spec.restart() != UpgradeSpec.Restart.ALWAYS;
    }

    /// Nothing that is meant to run does.
    private TreeSet<Integer> all() {
        return silent(IntStream.range(0, groups.size()).boxed().toList());
    }

    private boolean mayConvert(Spot s, int g, int n) {
        boolean all = s.changed == (1 << nodes.size()) - 1;
        boolean strict = kind(g).data() == DataMode.STRICT;
        boolean ahead = formatWanted(g).equals(Optional.of(kind(g).formatOf(version(s, g, n))));
        return ahead && switch (spec.convert()) {
            case WITH_MOVE -> true;
            case ON_RETURN -> all || strict || home(g) == n;
            case AT_END -> all || strict;
            case BY_HAND -> false;
        };
    }

    private void outages(Way way) {
        IntStream.range(0, groups.size()).filter(g -> !inPlace(g)).forEach(g -> moves(way, g));
        IntStream.range(0, groups.size()).forEach(g -> inPlaceConversion(way, g));
    }

    private void moves(Way way, int g) {
        Spot s = way.spot;
        for (int n = 0; n < nodes.size(); n++) {
            if (n != s.node(g) && mayCome(g, n) && room(g, n, on(s, n))) {
                if (runs(s, g, n)) {
                    outage(way, g, s.moved(g, n, false), spec.moveTakes().toMillis());
                }
                if (!s.isConverted(g) && mayConvert(s, g, n)) {
                    outage(way, g, s.moved(g, n, true), spec.moveTakes().toMillis() + 120_000);
                }
            }
        }
    }

    private void inPlaceConversion(Way way, int g) {
        Spot s = way.spot;
        if (!s.isConverted(g) && mayConvert(s, g, s.node(g))) {
            outage(way, g, s.moved(g, s.node(g), true), 120_000);
        }
    }

    private void outage(Way way, int g, Spot after, long time) {
        push(way, after, silent(List.of(g)), time * Math.max(uncovered(way.spot, -1), uncovered(after, -1)), time);
    }

    /// The groups whose clients notice: those that run, and those that start after them.
    private TreeSet<Integer> silent(List<Integer> offline) {
        TreeSet<Integer> silent = new TreeSet<>(offline);
        silent.removeIf(g -> !groups.get(g).intent().online());
        for (int round = 0; round < groups.size(); round++) {
            for (int g = 0; g < groups.size(); g++) {
                GroupImage group = groups.get(g);
                if (group.intent().online() && silent.stream().anyMatch(first ->
                        group.terms().after().contains(groups.get(first).id()))) {
                    silent.add(g);
                }
            }
        }
        return silent;
    }

    private void push(@Nullable Way from, Spot after, TreeSet<Integer> silent, long exposure, long time) {
        long critical = silent.stream().filter(g -> groups.get(g).critical()).count();
        Way way = from == null ? new Way(0, 0, 0, 0, 0, after) : new Way(from.outages + silent.size(),
                from.critical + critical, from.exposure + exposure, from.millis + time,
                done(after) ? rubbing(after) : 0, after);
        Way known = best.get(after);
        if (known == null || queue.comparator().compare(way, known) < 0) {
            best.put(after, way);
            queue.add(way);
        }
    }

    private long rubbing(Spot s) {
        long pairs = 0;
        for (int g = 0; g < groups.size(); g++) {
            for (int h = 0; h < g; h++) {
                int other = h;
                pairs += s.node(g) == s.node(h) && groups.get(g).terms().ratherApart().stream().anyMatch(label ->
                        groups.get(other).terms().ratherApart().contains(label)) ? 1 : 0;
            }
        }
        return pairs;
    }

    /// The groups that find no node when their own is lost: critical ones first, then by name, each is let in if it and
    /// all that were let in before can be seated together, which is found out by trying.
    private int uncovered(Spot s, int out) {
        long key = ((long) s.at << 28) | ((long) s.changed << 20) | ((long) s.converted << 8) | (out + 1);
        Integer known = uncovered.get(key);
        if (known == null) {
            int sum = 0;
            for (int lost = 0; lost < nodes.size(); lost++) {
                List<Integer> in = new ArrayList<>();
                int node = lost;
                for (int g : on(s, lost).stream().filter(g -> groups.get(g).intent().online())
                        .sorted(Comparator.comparing((Integer g) -> !groups.get(g).critical())
                                .thenComparing(g -> g)).toList()) {
                    in.add(g);
                    if (!seatable(s, in, 0, node, out, new HashMap<>())) {
                        in.removeLast();
                        sum++;
                    }
                }
            }
            known = sum;
            uncovered.put(key, known);
        }
        return known;
    }

    private boolean seatable(Spot s, List<Integer> in, int next, int lost, int out, Map<Integer, Integer> seats) {
        if (next == in.size()) {
            return true;
        }
        int g = in.get(next);
        for (int n = 0; n < nodes.size(); n++) {
            if (n == lost || n == out || !mayReceive(g, n) || !takes(s, g, lost, n)) {
                continue;
            }
            int node = n;
            // Those that are meant to be offline stay bound to their node, wherever the others go.
            List<Integer> others = new ArrayList<>(on(s, n));
            seats.forEach((other, seat) -> {
                if (seat == node) {
                    others.add(other);
                }
            });
            if (room(g, n, others)) {
                seats.put(g, n);
                if (seatable(s, in, next + 1, lost, out, seats)) {
                    return true;
                }
                seats.remove(g);
            }
        }
        return false;
    }

    private boolean takes(Spot s, int g, int lost, int n) {
        Kind kind = kind(g);
        boolean converts = kind.failoverMayConvert() && kind.convert().isPresent()
                && format(s, g) instanceof Format.At(var at)
                && at.compareTo(kind.formatOf(version(s, g, n))) < 0;
        return (runs(s, g, n) || converts)
                && (kind.trustMixedFailover() || version(s, g, n).equals(version(s, g, lost)));
    }
}
