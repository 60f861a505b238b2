package dev.baton.agent.jobs;

import dev.baton.agent.host.HostCall;
import dev.baton.agent.host.HostEvent;
import dev.baton.agent.host.HostToken;
import dev.baton.agent.lease.Standing;
import dev.baton.agent.loop.Desk;
import dev.baton.agent.ownership.Groups;
import dev.baton.coordination.tree.ClientWatch;
import dev.baton.coordination.tree.ClientsSeen;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.GroupId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Asks in the place of clients, again and again, as long as the tree says so, and writes down when they had no answer.
/// It holds nothing and changes nothing, so it needs neither a claim nor a lease. A daemon that begins anew goes on
/// with what it wrote; what clients saw meanwhile nobody knows.
final class ClientWatches {

    private final Desk desk;
    private final TreeMirror mirror;
    private final Standing standing;
    private final TreeMap<GroupId, Asking> asking = new TreeMap<>();

    ClientWatches(Desk desk, TreeMirror mirror, Standing standing) {
        this.desk = desk;
        this.mirror = mirror;
        this.standing = standing;
    }

    /// Looks at the watch of every group.
    void reviewAll(Groups groups) {
        List.copyOf(asking.keySet()).forEach(group -> review(group, groups));
        mirror.image().groups().keySet().forEach(group -> review(group, groups));
    }

    /// Looks at the watch of one group. To be called when it, or what was written about it, changed.
    void review(GroupId group, Groups groups) {
        Optional<ClientWatch> wanted = mirror.value(Paths.clients(group), ClientWatch.class)
                .filter(watch -> watch.node().equals(standing.node()));
        Optional<Asking> present = Optional.ofNullable(asking.get(group));
        if (!present.map(one -> one.watch).equals(wanted)) {
            present.ifPresent(Asking::stop);
            asking.remove(group);
            wanted.ifPresent(watch -> {
                Asking one = new Asking(group, watch, groups);
                asking.put(group, one);
                one.ask();
            });
        }
        Optional.ofNullable(asking.get(group)).ifPresent(one -> one.seen.write());
    }

    /// Returns whether all that clients of a group saw until then is in the tree: one who was asked for later had his
    /// answer. So it is, too, where nobody here asks.
    boolean told(GroupId group, Instant until) {
        return Optional.ofNullable(asking.get(group)).filter(one -> !one.told(until)).isEmpty();
    }

    /// One group's clients.
    private final class Asking {

        private final GroupId group;
        private final ClientWatch watch;
        private final Groups groups;
        private final List<Duration> waits;
        private final EntryWriter<ClientsSeen> seen;
        private Optional<HostToken> running = Optional.empty();
        /// Since when there is no answer.
        private Optional<Instant> without = Optional.empty();
        private Optional<Instant> answered = Optional.empty();
        /// When the latest attempt that had its answer began.
        private Instant asked = Instant.EPOCH;
        private boolean answers = true;
        private boolean over;

        Asking(GroupId group, ClientWatch watch, Groups groups) {
            this.group = group;
            this.watch = watch;
            this.groups = groups;
            this.waits = new ArrayList<>(mirror.value(Paths.clientsSeen(group), ClientsSeen.class)
                    .filter(before -> before.number() == watch.number()).map(ClientsSeen::waits).orElse(List.of()));
            this.seen = new EntryWriter<>(desk, mirror, Paths.clientsSeen(group), "what clients of " + group + " saw");
        }

        void ask() {
            if (over) {
                return;
            }
            Instant began = desk.now();
            SortedMap<String, String> environment = groups.environment(group);
            running = Optional.of(desk.run("clients of " + group, Ssh.at(watch.host(), watch.command(), environment),
                    environment, watch.timeout(), ran -> told(ran, began)));
        }

        private void told(HostEvent.RunEnded ran, Instant began) {
            running = Optional.empty();
            if (over) {
                return;
            }
            answers = ran.succeeded();
            if (answers) {
                Instant now = desk.now();
                without.filter(_ -> waits.size() < ClientsSeen.MOST)
                        .ifPresent(since -> waits.add(Duration.between(since, now)));
                without = Optional.empty();
                answered = Optional.of(now);
                asked = began;
            } else if (without.isEmpty()) {
                without = Optional.of(answered.orElse(began));
            }
            write();
            desk.timer("clients of " + group, watch.every(), this::ask);
        }

        private void write() {
            seen.want(new ClientsSeen(watch.number(), answers, waits));
        }

        boolean told(Instant until) {
            return !asked.isBefore(until) && seen.stands();
        }

        void stop() {
            over = true;
            running.ifPresent(token -> desk.host(new HostCall.Cancel(token)));
            desk.cancelTimer("clients of " + group);
            seen.forget();
        }
    }
}
