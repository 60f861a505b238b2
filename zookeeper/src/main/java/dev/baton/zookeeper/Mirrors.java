package dev.baton.zookeeper;

import dev.baton.coordination.Coordination;
import dev.baton.coordination.CoordinationEvent;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Versioned;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.zookeeper.KeeperException.Code;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mirrored subtrees of one client. Watches name what changed and not how, so each change is read; a read's answer
/// is at least as new as the change that caused it. An entry's content is taken only if its `modified` is greater than
/// what is known, and an entry is told once, however many subtrees hold it. A subtree is told when each of its reads
/// was answered, and not at all through a link that is lost before: an entry that was not read is not absent.
final class Mirrors {

    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);

    /// One subtree. While it is loading, changes already go into it, but nothing of it is told.
    private static final class Mirror {

        private final NodePath subtree;
        private final TreeMap<NodePath, Versioned> entries = new TreeMap<>();
        private boolean live;
        private int reading;

        Mirror(NodePath subtree) {
            this.subtree = subtree;
        }

        boolean take(NodePath path, Versioned entry) {
            Versioned known = entries.get(path);
            if (known != null && known.modified() >= entry.modified()) {
                return false;
            }
            entries.put(path, entry);
            return live;
        }
    }

    private final Coordination.Listener listener;
    private final Map<NodePath, Mirror> mirrors = new TreeMap<>();
    private final List<Runnable> whenLoaded = new ArrayList<>();

    /// What changed and is not being read yet: however often it changes until then, it is read once.
    private final Set<NodePath> changed = new HashSet<>();
    private Reads reads = new Reads();
    private @Nullable Link link;

    Mirrors(Coordination.Listener listener) {
        this.listener = listener;
    }

    /// Begins to mirror the subtree, now or as soon as there is a link.
    void add(NodePath subtree) {
        if (!mirrors.containsKey(subtree)) {
            var mirror = new Mirror(subtree);
            mirrors.put(subtree, mirror);
            Link now = link;
            if (now != null) {
                load(now, mirror);
            }
        }
    }

    /// Loads every mirror through a new link.
    void resume(Link fresh) {
        link = fresh;
        reads = new Reads();
        changed.clear();
        mirrors.values().forEach(mirror -> load(fresh, mirror));
    }

    /// The link is lost: what was shown may be old from now on.
    void suspend() {
        link = null;
        whenLoaded.clear();
        for (Mirror mirror : List.copyOf(mirrors.values())) {
            if (mirror.live) {
                mirror.live = false;
                listener.on(new CoordinationEvent.Stale(mirror.subtree));
            }
        }
    }

    /// Runs the action when every change of which the client has heard so far is told; never, if the link is lost
    /// before.
    void marker(Link at, Runnable reached) {
        reads.ask(answered -> at.marker(() -> {
            answered.run();
            reached.run();
        }));
    }

    /// Returns how many reads this link has answered: as long as it grows, what is shown is on its way.
    long answers() {
        return reads.answers();
    }

    /// Returns whether a change of this entry would be told.
    boolean show(NodePath path) {
        return mirrors.values().stream().anyMatch(mirror -> mirror.live && path.isWithin(mirror.subtree));
    }

    /// Runs the action as soon as no mirror is loading; never, if the link is lost before.
    void whenLoaded(Runnable action) {
        if (mirrors.values().stream().allMatch(mirror -> mirror.live)) {
            action.run();
        } else {
            whenLoaded.add(action);
        }
    }

    private void load(Link from, Mirror mirror) {
        mirror.entries.clear();
        mirror.live = false;
        mirror.reading = 0;
        from.watch(mirror.subtree);
        visit(from, mirror, mirror.subtree);
    }

    private void visit(Link from, Mirror mirror, NodePath path) {
        mirror.reading++;
        reads.ask(answered -> from.get(path, (code, found) -> {
            if (!Link.isAnswer(code)) {
                from.giveUp();
                return;
            }
            answered.run();
            if (found != null) {
                take(path, versioned(found));
                if (found.stat().getNumChildren() > 0) {
                    descend(from, mirror, path);
                }
            } else {
                explain(code, path);
            }
            read(mirror);
        }));
    }

    private void descend(Link from, Mirror mirror, NodePath path) {
        mirror.reading++;
        reads.ask(answered -> from.children(path, false, (code, names) -> {
            if (!Link.isAnswer(code)) {
                from.giveUp();
                return;
            }
            answered.run();
            if (names != null) {
                for (String name : names) {
                    NodePath child = path.child(name);
                    if (!InternalPaths.hide(child)) {
                        visit(from, mirror, child);
                    }
                }
            }
            read(mirror);
        }));
    }

    private void read(Mirror mirror) {
        mirror.reading--;
        if (mirror.reading > 0) {
            return;
        }
        mirror.live = true;
        listener.on(new CoordinationEvent.Snapshot(mirror.subtree,
                Collections.unmodifiableSortedMap(new TreeMap<>(mirror.entries))));
        if (mirrors.values().stream().allMatch(other -> other.live)) {
            List<Runnable> actions = List.copyOf(whenLoaded);
            whenLoaded.clear();
            actions.forEach(Runnable::run);
        }
    }

    /// Something happened to the entry.
    void changed(Link from, EventType what, NodePath path) {
        if (InternalPaths.hide(path)) {
            return;
        }
        if (what == EventType.NodeDeleted) {
            remove(path);
        } else if (changed.add(path)) {
            reads.ask(answered -> {
                changed.remove(path);
                from.get(path, (code, found) -> {
                    answered.run();
                    if (found != null) {
                        take(path, versioned(found));
                    } else {
                        explain(code, path);
                    }
                });
            });
        }
    }

    private void take(NodePath path, Versioned entry) {
        boolean news = false;
        for (Mirror mirror : mirrors.values()) {
            news |= path.isWithin(mirror.subtree) && mirror.take(path, entry);
        }
        if (news) {
            listener.on(new CoordinationEvent.Changed(path, entry));
        }
    }

    private void remove(NodePath path) {
        boolean news = false;
        for (Mirror mirror : mirrors.values()) {
            news |= mirror.entries.remove(path) != null && mirror.live;
        }
        if (news) {
            listener.on(new CoordinationEvent.Gone(path));
        }
    }

    static Versioned versioned(Link.Found found) {
        return new Versioned(found.data(), found.stat().getVersion(), found.stat().getMzxid());
    }

    private static void explain(Code code, NodePath path) {
        // Absent is ordinary, and a lost connection is told by the link.
        if (code == Code.NOAUTH) {
            LOG.error("{} may not be read: the cluster secret differs from the one the tree was made with", path);
        }
    }
}
