package dev.baton.server;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationCall;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import dev.baton.coordination.tree.Paths;
import dev.baton.coordination.tree.TreeMirror;
import dev.baton.core.model.ClusterImage;
import dev.baton.core.model.NodeId;
import dev.baton.server.loop.EventLoop;
import dev.baton.zookeeper.ClientConfig;
import dev.baton.zookeeper.LocalMember;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The whole tree as one peer has it, read entry by entry by a client that was never there before.
final class FreshRead {

    private static final int SECONDS = 30;

    private final SortedMap<NodePath, Versioned> entries;
    private final ClusterImage image;

    private FreshRead(SortedMap<NodePath, Versioned> entries) {
        this.entries = entries;
        TreeMirror mirror = new TreeMirror();
        mirror.on(new CoordinationEvent.Snapshot(Paths.ROOT, entries));
        this.image = mirror.image();
    }

    /// Reads through the peer that listens there.
    static FreshRead through(InetSocketAddress peer, ClientConfig visitor) {
        CompletableFuture<SortedMap<NodePath, Versioned>> read = new CompletableFuture<>();
        ClientConfig only = new ClientConfig(List.of(peer), visitor.secret(), visitor.session(), visitor.connecting(),
                visitor.answer(), visitor.tls());
        try (EventLoop loop = new EventLoop("fresh read", read::completeExceptionally);
                LocalMember member = LocalMember.start(Optional.empty(), only, loop::execute)) {
            Coordination client = member.connect(event -> {
                if (event instanceof CoordinationEvent.Snapshot(_, var found)) {
                    read.complete(found);
                }
            });
            loop.execute(() -> client.perform(new CoordinationCall.Mirror(Paths.ROOT)));
            FreshRead fresh = new FreshRead(read.orTimeout(SECONDS, TimeUnit.SECONDS).join());
            loop.ask(() -> {
                client.close();
                return true;
            }).join();
            return fresh;
        }
    }

    /// Returns how many entries there are.
    int size() {
        return entries.size();
    }

    /// Returns whether nothing was written between this and that, but heartbeats.
    boolean sameAs(FreshRead other) {
        return quiet(entries).equals(quiet(other.entries));
    }

    private static SortedMap<NodePath, Versioned> quiet(SortedMap<NodePath, Versioned> all) {
        TreeMap<NodePath, Versioned> quiet = new TreeMap<>(all);
        quiet.keySet().removeIf(path -> path.isWithin(Paths.HEARTBEATS));
        return quiet;
    }

    /// What a mirror said at one moment.
    record Seen(SortedMap<NodePath, Versioned> entries, ClusterImage image) {

        /// To be called on the mirror's loop, which it does not keep for long.
        static Seen of(TreeMirror mirror) {
            return new Seen(new TreeMap<>(mirror.entries()), mirror.image());
        }
    }

    /// Returns in what a mirror of everything differs from this, which was read before.
    List<String> against(Seen mirror) {
        List<String> found = differences(mirror.entries(), entries);
        if (!mirror.image().withRevision(0).equals(image.withRevision(0))) {
            found.add("the image is another");
        }
        return found;
    }

    /// Returns in what the mirror of an agent differs from this, which was read before.
    List<String> againstAgent(NodeId node, Seen mirror) {
        List<NodePath> mirrored = List.of(Paths.CLUSTER, Paths.LEVEL, Paths.KINDS, Paths.NODES, Paths.GROUPS,
                Paths.CLAIMS, Paths.jobs(node), Paths.results(node));
        TreeMap<NodePath, Versioned> part = new TreeMap<>(entries);
        part.keySet().removeIf(path -> mirrored.stream().noneMatch(path::isWithin));
        List<String> found = differences(mirror.entries(), part);
        if (!mirror.image().groups().equals(image.groups()) || !mirror.image().kinds().equals(image.kinds())
                || !mirror.image().settings().equals(image.settings())) {
            found.add("the image is another");
        }
        return found;
    }

    /// A heartbeat may have come since.
    private static List<String> differences(SortedMap<NodePath, Versioned> seen,
            SortedMap<NodePath, Versioned> fresh) {
        List<String> found = new ArrayList<>();
        Stream.concat(seen.keySet().stream(), fresh.keySet().stream()).distinct().forEach(path -> {
            Versioned there = seen.get(path);
            Versioned read = fresh.get(path);
            boolean later = path.isWithin(Paths.HEARTBEATS) && there != null && read != null
                    && there.modified() > read.modified();
            if (!later && !Objects.equals(there, read)) {
                found.add(path + " is mirrored as " + there + " and read as " + read);
            }
        });
        return found;
    }
}
