package dev.baton.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/// That nothing is written any more but heartbeats, and that every cache of the tree says what the tree says.
///
/// @param entries of the tree
/// @param mirrors that were compared: two of each node, the agent's and the controller's
record Quiescence(int entries, int mirrors) {

    /// Waits for it: two reads of the whole tree through each peer are the same, and every mirror, looked at between
    /// them, equals them.
    ///
    /// @throws AssertionError with the differences if it does not come within `patience`
    static Quiescence await(Crowd crowd, Duration patience) {
        List<String> differences = new ArrayList<>();
        List<Quiescence> quiet = new ArrayList<>();
        try {
            Awaitility.await("quiescence").atMost(patience).pollInterval(Duration.ofMillis(100)).until(() -> {
                differences.clear();
                compare(crowd, differences, quiet);
                return differences.isEmpty();
            });
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(differences.size() + " differences: " + differences.subList(0,
                    Math.min(10, differences.size())), late);
        }
        return quiet.getLast();
    }

    private static void compare(Crowd crowd, List<String> differences, List<Quiescence> quiet) {
        List<FreshRead> before = reads(crowd);
        FreshRead fresh = before.getFirst();
        int mirrors = 0;
        for (CrowdMember member : crowd.members()) {
            for (List<String> found : member.differences(fresh)) {
                mirrors++;
                found.forEach(one -> differences.add(member.node() + ": " + one));
            }
        }
        List<FreshRead> all = new ArrayList<>(before);
        all.addAll(reads(crowd));
        if (!all.stream().allMatch(fresh::sameAs)) {
            differences.add("the tree is still being written");
        }
        quiet.add(new Quiescence(fresh.size(), mirrors));
    }

    private static List<FreshRead> reads(Crowd crowd) {
        List<FreshRead> reads = new ArrayList<>();
        for (InetSocketAddress peer : crowd.peers()) {
            reads.add(FreshRead.through(peer, crowd.visitor()));
        }
        return reads;
    }
}
