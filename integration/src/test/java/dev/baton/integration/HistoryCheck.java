package dev.baton.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges a written [History], and knows nothing else: neither the rules of the product nor what the test that wrote it
/// meant to show.
///
/// @param events in the order of their times
record HistoryCheck(List<Event> events) {

    /// One line.
    ///
    /// @param millis since boot
    /// @param words  what follows the kind
    record Event(long millis, String kind, List<String> words) {

        static Event parse(String line) {
            List<String> words = Arrays.asList(line.split(" "));
            return new Event(Long.parseLong(words.get(0)), words.get(1), words.subList(2, words.size()));
        }

        String group() {
            return words.getFirst();
        }

        Set<String> groups() {
            return new TreeSet<>(Arrays.asList(words.getLast().split(",")));
        }
    }

    /// An owner's time with the data: no longer than it was seen alive.
    private record Owner(Event start, long end) {
        String node() {
            return start.words().get(1);
        }

        long epoch() {
            return Long.parseLong(start.words().get(2));
        }
    }

    /// Reads a history.
    static HistoryCheck of(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return new HistoryCheck(lines.map(Event::parse).sorted(Comparator.comparingLong(Event::millis)).toList());
        }
    }

    private Stream<Event> all(String kind) {
        return events.stream().filter(event -> event.kind.equals(kind));
    }

    private SortedSet<String> groups() {
        return all("op").map(Event::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /// Returns everything that must not be, as sentences; empty when all is well.
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (groups().isEmpty() || all("over").findAny().isEmpty()) {
            faults.add("the history is not whole: no operation, or no end of the accident");
        }
        for (String group : groups()) {
            faults.addAll(secondOwners(group));
            faults.addAll(startsWithoutLease(group));
            faults.addAll(startsWithinLease(group));
            faults.addAll(livesWithoutLease(group));
            faults.addAll(lostRows(group));
            faults.addAll(touched(group));
            faults.addAll(notServedAfterwards(group));
        }
        return faults;
    }

    private boolean isUnfenced(String group) {
        return all("unfenced").anyMatch(event -> event.groups().contains(group));
    }

    /// What is frozen with its guard lives until it is turned off; nobody else begins before that.
    private boolean isFenced(String group) {
        return all("fenced").anyMatch(event -> event.groups().contains(group));
    }

    private List<Owner> owners(String group) {
        return all("start").filter(event -> event.group().equals(group)).map(start -> new Owner(start, all("end")
                .filter(end -> end.words.equals(start.words)).mapToLong(Event::millis).findFirst()
                .orElse(Long.MAX_VALUE))).toList();
    }

    /// One owner at a time, each of another node with a higher epoch; and none met another at the data, unless it said
    /// that it may, being unfenced.
    private List<String> secondOwners(String group) {
        List<String> faults = new ArrayList<>();
        List<Owner> owners = owners(group);
        for (int i = 1; i < owners.size(); i++) {
            Owner before = owners.get(i - 1);
            Owner after = owners.get(i);
            if (after.start.millis < before.end) {
                faults.add(group + ": two owners: " + after.start + " while " + before.start + " lived");
            }
            if (after.epoch() < before.epoch() || (after.epoch() == before.epoch()
                    && !after.node().equals(before.node()))) {
                faults.add(group + ": " + after.start + " follows " + before.start + " without a higher epoch");
            }
        }
        all("fault").filter(event -> event.group().equals(group) && !isUnfenced(group))
                .forEach(event -> faults.add(group + ": two owners met: " + event));
        return faults;
    }

    /// Nothing is opened on a node whose lease is over: a guard's deadline never goes back, so a later look suffices.
    private List<String> startsWithoutLease(String group) {
        long first = events.getFirst().millis;
        return owners(group).stream().filter(owner -> owner.start.millis > first)
                .filter(owner -> leases(owner.node()).mapToLong(HistoryCheck::deadline).max().orElse(0)
                        < owner.start.millis)
                .map(owner -> group + ": " + owner.start + " without a lease").toList();
    }

    /// Whoever takes over from a node that is on its own waits until that node's last lease is over.
    private List<String> startsWithinLease(String group) {
        List<String> faults = new ArrayList<>();
        if (isUnfenced(group)) {
            return faults;
        }
        all("lost").filter(lost -> lost.groups().contains(group)).forEach(lost -> owners(group).stream()
                .filter(owner -> owner.start.millis > lost.millis).limit(1)
                .filter(owner -> !owner.node().equals(lost.group()))
                .filter(owner -> leases(lost.group()).filter(lease -> lease.millis < owner.start.millis)
                        .mapToLong(HistoryCheck::deadline).max().orElse(0) > owner.start.millis)
                .forEach(owner -> faults.add(group + ": " + owner.start + " within the lease of " + lost.group())));
        return faults;
    }

    /// Nobody lives longer than the lease of its node, unless the guard is frozen with everything else. A lease counts
    /// from when its heartbeat was sent, however late whoever looks at leases on a busy machine has seen it: all others
    /// wait until it is over.
    private List<String> livesWithoutLease(String group) {
        if (isUnfenced(group) || isFenced(group)) {
            return List.of();
        }
        return owners(group).stream().filter(owner -> owner.end != Long.MAX_VALUE)
                .filter(owner -> leases(owner.node()).findAny().isPresent())
                .filter(owner -> leases(owner.node()).mapToLong(HistoryCheck::deadline)
                        .filter(deadline -> deadline - length(owner.node()) <= owner.end).max().orElse(0) < owner.end)
                .map(owner -> group + ": " + owner.start + " lived at " + owner.end + ", beyond its node's lease")
                .toList();
    }

    /// How long the node's leases are, or a little less: the longest that was ever left of one.
    private long length(String node) {
        return leases(node).mapToLong(lease -> deadline(lease) - lease.millis).max().orElse(0);
    }

    private Stream<Event> leases(String node) {
        return all("lease").filter(event -> event.words.getFirst().equals(node));
    }

    private static long deadline(Event lease) {
        return Long.parseLong(lease.words.getLast());
    }

    private Stream<Event> operations(String group) {
        return all("op").filter(event -> event.group().equals(group));
    }

    private static boolean isAcknowledged(Event operation) {
        return operation.words.getLast().equals("acknowledged");
    }

    private static int row(Event operation) {
        return Integer.parseInt(operation.words.get(1));
    }

    private static long began(Event operation) {
        return Long.parseLong(operation.words.get(2));
    }

    /// Every row whose commit returned before somebody looked was found.
    private List<String> lostRows(String group) {
        List<Event> looks = all("rows").filter(event -> event.group().equals(group)).toList();
        if (looks.size() != 1) {
            return List.of(group + ": its rows were not read, or more than once");
        }
        BitSet there = new BitSet();
        for (String range : looks.getFirst().words.getLast().split(",")) {
            String[] ends = range.split("-");
            there.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
        }
        List<Integer> lost = operations(group).filter(HistoryCheck::isAcknowledged)
                .filter(operation -> operation.millis < looks.getFirst().millis).map(HistoryCheck::row)
                .filter(row -> !there.get(row)).toList();
        return lost.isEmpty() ? List.of() : List.of(group + ": " + lost.size() + " acknowledged rows lost, the first "
                + lost.getFirst());
    }

    /// Clients of a group that no accident may touch had no failed operation.
    private List<String> touched(String group) {
        if (all("accident").anyMatch(event -> event.groups().contains(group))) {
            return List.of();
        }
        long failed = operations(group).filter(operation -> !isAcknowledged(operation)).count();
        return failed == 0 ? List.of() : List.of(group + ": " + failed + " operations failed though no accident was "
                + "where it runs");
    }

    private List<String> notServedAfterwards(String group) {
        long over = all("over").mapToLong(Event::millis).max().orElse(Long.MAX_VALUE);
        return operations(group).anyMatch(operation -> isAcknowledged(operation) && began(operation) >= over)
                ? List.of() : List.of(group + ": not served after the accident");
    }

    /// Returns, for each group that was started anew after an accident, the milliseconds from the accident to the first
    /// operation that was served then. Reported, never judged.
    SortedMap<String, Long> takeovers() {
        SortedMap<String, Long> takeovers = new TreeMap<>();
        long accident = all("accident").mapToLong(Event::millis).findFirst().orElse(Long.MAX_VALUE);
        for (String group : groups()) {
            owners(group).stream().filter(owner -> owner.start.millis > accident).findFirst().ifPresent(owner ->
                    operations(group).filter(HistoryCheck::isAcknowledged)
                            .filter(operation -> operation.millis > owner.start.millis).findFirst()
                            .ifPresent(operation -> takeovers.put(group, operation.millis - accident)));
        }
        return takeovers;
    }

    /// Returns how many operations were acknowledged.
    long acknowledged() {
        return all("op").filter(HistoryCheck::isAcknowledged).count();
    }
}
